import { CONFIG_FILE, parseProjectConfig } from "../../core/config/parse-project-config.ts";
import type { Project } from "../../core/config/project-config.ts";
import type { PromotionConfig } from "../../core/config/promotion-config.ts";
import type { PolicySource } from "../../core/config/promotion-plan.ts";
import { documentDigest } from "../../core/evidence/statement.ts";
import type { PromotionFacts } from "../../core/gate/promotion-facts.ts";
import { readConfigAt } from "../read-config-facts.ts";
import type { Workplace } from "../workplace.ts";
import { readOrganizationDefault } from "./read-organization-default.ts";

/** The rules that promotions are judged by now. */
export interface PolicyInForce {
  /** Undefined: there is none, or it is not valid. */
  readonly project: Project | undefined;
  readonly config: PromotionFacts["config"];
  /** The files that it came from. */
  readonly sources: readonly PolicySource[];
  /** The organization's default, which counts below whatever the repository says. */
  readonly organization: PromotionConfig | undefined;
}

/**
 * The policy in force: `.github/pawl.yml` of a commit of the default branch, with the organization's default below it.
 * What stands at a commit is asked for once.
 */
export async function readPolicy(
  workplace: Workplace,
  { commit, branch }: { readonly commit: string; readonly branch: string },
): Promise<PolicyInForce> {
  const bytes = await readConfigAt(workplace, commit);
  if (bytes === undefined) {
    return { project: undefined, config: { kind: "absent" }, sources: [], organization: undefined };
  }
  const own: PolicySource = { place: `${CONFIG_FILE} of ${branch}`, digest: documentDigest(bytes) };
  const found = await readOrganizationDefault(workplace);
  const sources = [own, ...(found === undefined ? [] : [found.source])];
  if (found !== undefined && "issues" in found) {
    const config = { kind: "invalid", place: found.source.place, issues: found.issues, elsewhere: true } as const;
    return { project: undefined, config, sources, organization: undefined };
  }
  const organization = found?.promotion;
  const parsed = parseProjectConfig(bytes, organization);
  if ("project" in parsed) return { project: parsed.project, config: { kind: "valid" }, sources, organization };
  const config = { kind: "invalid", place: own.place, issues: parsed.issues } as const;
  return { project: undefined, config, sources, organization };
}
