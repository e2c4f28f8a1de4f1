import { resolve } from "node:path";
import { PawlError } from "../core/errors.ts";
import type { AttestationFacts, LedgerFacts, PackageFacts } from "../core/package/package-facts.ts";
import { isVerified, verifyPackage } from "../core/package/verify-package.ts";
import { createJobOctokit } from "../github/octokit.ts";
import { isNotFound } from "../github/request-failure.ts";
import { openOciStore } from "../oci/open-oci-store.ts";
import { parsePackageReference } from "../oci/package-address.ts";
import { dockerConfigPath, dockerCredentials } from "../oci/registry/docker-credentials.ts";
import { CLONE_OPTIONS, openTerminalClone } from "./clone/clone-arguments.ts";
import { type CliCommand, EXIT, type ExitCode } from "./command.ts";
import { type GitHubRemote, openGitHubRemote } from "./github-remote.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import { renderVerification } from "./render-verification.ts";
import type { Terminal } from "./terminal.ts";
import { clonedLedger, githubLedger, type LedgerSource } from "./verify/ledger-source.ts";
import { modelOfPackage } from "./verify/model-of-package.ts";
import { readLedgerFacts } from "./verify/read-ledger-facts.ts";
import { readPackageFacts } from "./verify/read-package-facts.ts";

/** `pawl verify`: registry content, evidence, ledger commit and attestation against each other. */
export const verifyCommand: CliCommand = {
  usage: "<reference> [options]",
  details: [
    "Reads every byte of the package and hashes it, then compares what the manifest, the evidence, the ledger and the",
    "attestation say. The ledger is that of the clone that you are in; --repository reads it at GitHub. With a token",
    "(GH_TOKEN, GITHUB_TOKEN, or `gh auth login`) GitHub also says whether it signed the ledger's commit and has an",
    "attestation. Exit code 1: a link is broken, missing, or could not be looked at.",
  ],
  examples: [
    "pawl verify ghcr.io/acme/demo/late-flights@sha256:9f86…",
    "pawl verify oci-layout:pawl-package@sha256:9f86… --offline --json",
  ],
  options: {
    ...CLONE_OPTIONS,
    model: { value: "name", description: "The model, where the package does not say." },
    quick: { description: "Ask only whether the blobs are there, without reading them." },
    repository: { short: "R", value: "owner/name", description: "Read the ledger of this repository at GitHub." },
    json: { description: "Every link with its state, as JSON." },
  },
  run: runVerify,
};

async function runVerify(given: ParsedOptions, terminal: Terminal): Promise<ExitCode> {
  const [reference, ...more] = given.positionals;
  if (reference === undefined || more.length > 0) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: "pawl verify takes one reference",
      hint: "Like ghcr.io/acme/demo/late-flights@sha256:9f86…",
    });
  }
  const parsed = parsePackageReference(reference);
  const store = openOciStore(placeOf(parsed.repository, terminal), {
    credentials: dockerCredentials(dockerConfigPath(terminal.env)),
  });
  const found = await readPackageFacts(store, parsed, {
    quick: given.flag("quick"),
    onBlob: (path) => terminal.tellShortly(`Reading ${path} …`),
  });
  const model = given.text("model") ?? (await modelOfPackage(store, found.package));
  const remote = await findRemote(given, terminal);
  const facts: PackageFacts = {
    ...found,
    repository: parsed.repository,
    ledger: await readLedger(given, terminal, { remote, model: model ?? "", digest: found.digest }),
    attestations: await askForAttestations(remote, found.digest),
  };
  const links = verifyPackage(facts);
  const verified = isVerified(links);
  if (given.flag("json")) {
    const { digest, repository } = facts;
    terminal.print(
      JSON.stringify({ reference: `${repository}@${digest}`, digest, model, verified, links }, undefined, 2),
    );
  } else terminal.print(renderVerification({ ...facts, model, links }, terminal));
  return verified ? EXIT.good : EXIT.against;
}

/** Folders are relative to where the person is. */
function placeOf(repository: string, { folder }: Terminal): string {
  const [, layout] = /^oci-layout:(.*)$/s.exec(repository) ?? [];
  return layout === undefined ? repository : `oci-layout:${resolve(folder, layout)}`;
}

/** The repository at GitHub; `undefined` where nobody may or can ask it. */
async function findRemote(given: ParsedOptions, terminal: Terminal): Promise<GitHubRemote | undefined> {
  const { env } = terminal;
  const named = given.text("repository");
  if (named === undefined) {
    if (given.flag("offline")) return undefined;
    return openTerminalClone(given, terminal).then(
      (clone) => openGitHubRemote(clone, terminal).catch(() => undefined),
      () => undefined,
    );
  }
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(named) ?? [];
  const token = env["GH_TOKEN"] ?? env["GITHUB_TOKEN"];
  if (owner === undefined || repo === undefined) {
    throw new PawlError({ code: "INPUT_INVALID", message: `--repository: ${named.slice(0, 100)} is not owner/name` });
  }
  if (token === undefined || token.trim() === "") {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: "there is no token to speak to GitHub with",
      hint: "Set GH_TOKEN or GITHUB_TOKEN, or run this in a clone without --repository.",
    });
  }
  const octokit = createJobOctokit({ token: token.trim(), apiUrl: env["GITHUB_API_URL"] ?? "https://api.github.com" });
  return { repository: { owner, repo }, host: "github.com", octokit };
}

async function readLedger(
  given: ParsedOptions,
  terminal: Terminal,
  asked: { readonly remote: GitHubRemote | undefined; readonly model: string; readonly digest: string },
): Promise<LedgerFacts> {
  const source = await openLedger(given, terminal, asked.remote);
  return typeof source === "string" ? { kind: "unread", reason: source } : readLedgerFacts(source, asked);
}

async function openLedger(
  given: ParsedOptions,
  terminal: Terminal,
  remote: GitHubRemote | undefined,
): Promise<LedgerSource | string> {
  if (given.text("repository") !== undefined && remote !== undefined) return githubLedger(remote);
  try {
    const clone = await openTerminalClone(given, terminal);
    return clonedLedger(clone, { env: terminal.env, remote }) ?? "this clone has no ledger branch pawl";
  } catch (error) {
    if (!(error instanceof PawlError) || error.code !== "NOT_FOUND") throw error;
    return "this is no clone of a repository: run it in one, or name --repository";
  }
}

async function askForAttestations(remote: GitHubRemote | undefined, digest: string): Promise<AttestationFacts> {
  if (remote === undefined)
    return { kind: "unasked", reason: "GitHub was not asked: a token and a repository are needed" };
  const { octokit, repository } = remote;
  try {
    const { data } = await octokit.rest.repos.listAttestations({ ...repository, subject_digest: digest });
    return { kind: "asked", count: data.attestations?.length ?? 0 };
  } catch (error) {
    // 404: none of this digest, or a plan without attestations.
    if (isNotFound(error)) return { kind: "asked", count: 0 };
    const reason = error instanceof Error ? error.message.slice(0, 200) : "no answer";
    return { kind: "unasked", reason: `GitHub did not answer: ${reason}` };
  }
}
