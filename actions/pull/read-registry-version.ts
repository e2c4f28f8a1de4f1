import { PawlError } from "../../src/core/errors.ts";
import { documentDigest } from "../../src/core/evidence/statement.ts";
import { aliasPath } from "../../src/core/registry/alias-file.ts";
import { parseAliases } from "../../src/core/registry/parse-aliases.ts";
import type { ModelVersion } from "../../src/core/registry/registry.ts";
import { registryPath, versionPath } from "../../src/core/registry/registry.ts";
import { parseModelVersion, parseRegistry } from "../../src/core/registry/registry-documents.ts";
import { readFileAt } from "../../src/github/contents.ts";
import { readLedgerDocument } from "../../src/github/ledger.ts";
import { createJobClient } from "../job-client.ts";
import type { PullInputs } from "./inputs.ts";

interface RegistryQuestion extends Pick<PullInputs, "environment" | "version" | "github-token"> {
  readonly model: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * A version by its number, or by the alias that it holds on the default branch.
 *
 * @throws `INPUT_INVALID` where alias and number disagree or there is no token, `NOT_FOUND` where there is no such version,
 * `EVIDENCE_INVALID` where the ledger has something else than its own index names.
 */
export async function readRegistryVersion(question: RegistryQuestion): Promise<ModelVersion> {
  const { model, env } = question;
  const octokit = createJobClient(question["github-token"], env);
  if (octokit === undefined)
    throw refusal("INPUT_INVALID", 'input "github-token" is missing', "The registry is read with it.");
  const [owner = "", repo = ""] = question.repository.split("/");
  const number =
    question.environment === undefined ? question.version : await readAlias(octokit, { owner, repo }, question);
  if (number === undefined) throw refusal("INPUT_INVALID", 'input "version" is missing', "Or name an environment.");
  const registry = parseRegistry(
    await readLedgerDocument(octokit, { owner, repo }, registryPath(model)),
    registryPath(model),
  );
  const entry = registry.versions.find(({ version }) => version === number);
  if (entry === undefined) {
    throw refusal("NOT_FOUND", `${model} has no version ${String(number)}`, "`pawl status` lists the versions.");
  }
  const path = versionPath(model, number);
  const bytes = await readLedgerDocument(octokit, { owner, repo }, path);
  if (documentDigest(bytes) !== entry.document) {
    const hint = "Only the App writes to the ledger. Revert the commit that changed the file by hand.";
    throw refusal("EVIDENCE_INVALID", `${path} on the ledger is not the document that the registry names`, hint);
  }
  return parseModelVersion(bytes, path);
}

async function readAlias(
  octokit: NonNullable<ReturnType<typeof createJobClient>>,
  repository: { readonly owner: string; readonly repo: string },
  { model, environment = "", version }: RegistryQuestion,
): Promise<number> {
  const { data } = await octokit.rest.repos.get(repository);
  const path = aliasPath(model);
  const bytes = await readFileAt(octokit, repository, path, data.default_branch);
  const parsed = parseAliases(bytes ?? "");
  if ("issues" in parsed)
    throw refusal("CONFIG_INVALID", `${path} on ${data.default_branch} is not valid`, "Only lines like production: 8.");
  const held = parsed.aliases.get(environment);
  if (held === undefined) {
    const known = [...parsed.aliases.keys()].join(", ");
    throw refusal(
      "NOT_FOUND",
      `${path} on ${data.default_branch} has no ${environment}`,
      `It has: ${known === "" ? "nothing" : known}.`,
    );
  }
  if (version === undefined || version === held) return held;
  const what = `${environment} is held by version ${String(held)}, not by version ${String(version)}`;
  throw refusal("INPUT_INVALID", what, "The alias has moved on since this was started.");
}

function refusal(
  code: "INPUT_INVALID" | "NOT_FOUND" | "EVIDENCE_INVALID" | "CONFIG_INVALID",
  message: string,
  hint: string,
) {
  return new PawlError({ code, message, hint });
}
