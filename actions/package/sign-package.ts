import { toSafeText } from "../../src/core/evidence/limits.ts";
import type { Attestation } from "../../src/core/evidence/package-evidence.ts";

export interface SignRequest {
  /** Where the package lies, without tag or digest. */
  readonly name: string;
  /** `sha256:…` of the manifest. */
  readonly digest: string;
  readonly token: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

export interface Signed {
  readonly attestation: Attestation;
  /** Sigstore's bundle, where it was signed. */
  readonly bundle: Uint8Array | undefined;
}

/** What a signer gives back; the official one is GitHub's. */
export type Signer = (request: {
  readonly name: string;
  readonly sha256: string;
  readonly token: string;
}) => Promise<{ readonly id: string | undefined; readonly bundle: object }>;

/** Signs the digest where the job may; where not, says why. Never rejects: a package is not lost for a signature. */
export async function signPackage(
  { name, digest, token, env }: SignRequest,
  sign: Signer = signWithGitHub,
): Promise<Signed> {
  if (token === undefined) return unsigned("The step has no github-token.");
  if ((env["ACTIONS_ID_TOKEN_REQUEST_URL"] ?? "") === "" || (env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] ?? "") === "") {
    return unsigned("The job has no permission `id-token: write`, or comes from a fork.");
  }
  try {
    const { id, bundle } = await sign({ name, sha256: digest.slice("sha256:".length), token });
    if (id === undefined) return unsigned("GitHub did not keep the attestation.");
    const url = `${env["GITHUB_SERVER_URL"] ?? "https://github.com"}/${env["GITHUB_REPOSITORY"] ?? ""}/attestations/${id}`;
    return {
      attestation: { kind: "signed", id: toSafeText(id, 200), url: toSafeText(url, 500) },
      bundle: new TextEncoder().encode(JSON.stringify(bundle)),
    };
  } catch (error) {
    return unsigned(explain(error instanceof Error ? error.message : String(error)));
  }
}

/** SLSA provenance from the job's own identity, which is what `gh attestation verify` looks for. */
async function signWithGitHub({ name, sha256, token }: Parameters<Signer>[0]) {
  const { attestProvenance } = await import("@actions/attest");
  const { attestationID: id, bundle } = await attestProvenance({ subjects: [{ name, digest: { sha256 } }], token });
  return { id, bundle };
}

function explain(message: string): string {
  const said = message.replace(/\s+/g, " ").slice(0, 300);
  if (/attestations? (?:is|are) not (?:available|supported)|feature not available/i.test(said)) {
    return `This plan has no artifact attestations for private repositories: ${said}`;
  }
  if (/resource not accessible|\b403\b/i.test(said)) {
    return `The job may not write attestations (attestations: write), or the plan has none: ${said}`;
  }
  return `Signing failed: ${said}`;
}

function unsigned(reason: string): Signed {
  return { attestation: { kind: "digests-only", reason: toSafeText(reason, 500) }, bundle: undefined };
}
