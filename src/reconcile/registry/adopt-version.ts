import { toSafeLabel, toSafeText } from "../../core/evidence/limits.ts";
import { planRegistration, type VersionDraft } from "../../core/registry/plan-registration.ts";
import type { ModelVersion, Registry, VersionLocation } from "../../core/registry/registry.ts";
import { isAncestor } from "../../github/comparisons.ts";
import type { Workplace } from "../workplace.ts";
import { writeToLedger } from "../write-to-ledger.ts";
import { readRegistryOf } from "./read-registry.ts";
import { tagVersions } from "./tag-versions.ts";

/** A version that exists elsewhere, as somebody says. */
export interface Adoption {
  readonly model: string;
  /** `sha256:…` of the package's manifest, or of the file with the weights. */
  readonly digest: string;
  readonly location: VersionLocation;
  /** A commit of the default branch that its tag is to name. */
  readonly commit: string;
  readonly defaultBranch: string;
  /** Login of whoever vouches for it. */
  readonly by: string;
  readonly reason?: string | undefined;
}

export type AdoptionOutcome =
  | { readonly kind: "adopted"; readonly version: number }
  /** The digest is a version already. */
  | { readonly kind: "known"; readonly version: number }
  /** One sentence. */
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Registers what was made elsewhere, marked as such: its making is not verified, it has no evidence, and a gate that asks
 * for any is not passed by it. The same digest twice is the same version.
 *
 * @throws `INPUT_INVALID` where something in it is longer than the registry keeps.
 */
export async function adoptVersion(workplace: Workplace, adoption: Adoption): Promise<AdoptionOutcome> {
  const { octokit, repository, now, log } = workplace;
  const { model, digest, commit, defaultBranch } = adoption;
  if (!(await isAncestor(octokit, repository, commit, `heads/${defaultBranch}`))) {
    return { kind: "refused", reason: `Commit ${commit.slice(0, 12)} is not on ${defaultBranch}.` };
  }
  const { result } = await writeToLedger<Adopted>(workplace, async (ledger) => {
    const registry = await readRegistryOf(workplace, ledger, model);
    const planned = planRegistration([draftOf(adoption, now())], registry, model);
    const headline = `Adopt ${model} v${String(planned?.versions[0]?.version ?? "")}`;
    if (planned === undefined) return { files: [], headline, result: { made: undefined, registry } };
    return {
      files: [...planned.files].map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
      headline,
      registries: new Map([[model, planned.registry]]),
      result: { made: planned.versions[0], registry: planned.registry },
    };
  });
  const { made, registry } = result;
  if (registry !== undefined) await tagVersions(workplace, registry);
  if (made !== undefined) {
    log.info({ model, version: made.version, digest, by: adoption.by }, "version adopted");
    return { kind: "adopted", version: made.version };
  }
  const known = registry?.versions.find((entry) => entry.digest === digest)?.version;
  return known === undefined
    ? { kind: "refused", reason: "The digest could not be registered." }
    : { kind: "known", version: known };
}

interface Adopted {
  /** Undefined: the digest was a version already. */
  readonly made: ModelVersion | undefined;
  readonly registry: Registry | undefined;
}

function draftOf({ model, digest, location, commit, by, reason }: Adoption, registeredAt: string): VersionDraft {
  const lineage: ModelVersion["lineage"] = { evaluations: [], data: [] };
  return {
    model,
    digest,
    location,
    origin: "adopted",
    commit,
    registeredAt,
    registeredBy: toSafeLabel(by, 100),
    lineage,
    attestation: { kind: "digests-only", reason: "adopted: made elsewhere, nothing about its making is verified" },
    metrics: {},
    notes: reason === undefined || reason.trim() === "" ? [] : [toSafeText(reason, 500)],
  };
}
