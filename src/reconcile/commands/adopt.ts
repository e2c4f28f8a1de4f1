import { PawlError } from "../../core/errors.ts";
import { parseAdoptedReference } from "../../core/registry/parse-adoption.ts";
import { escapeMarkdown } from "../../core/report/escape-markdown.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { readBranchHead } from "../../github/branch-head.ts";
import { readProjectInForce } from "../reconcile-default-branch.ts";
import { adoptVersion } from "../registry/adopt-version.ts";
import type { Workplace } from "../workplace.ts";
import type { CommandOrder, CommandOutcome, CommentCommand } from "./comment-command.ts";
import { NO_PROJECT } from "./find-target.ts";

export const ADOPT: CommentCommand = {
  usage: "adopt <model> <uri> sha256:<hex>",
  meaning: "Registers a version that exists elsewhere, marked as not verified.",
  place: "anywhere",
  entitled: "write",
  run: adopt,
};

async function adopt(workplace: Workplace, { words, comment, defaultBranch }: CommandOrder): Promise<CommandOutcome> {
  const [model, uri, digest, ...more] = words;
  if (model === undefined || uri === undefined || more.length > 0) {
    return confused("Write `/pawl adopt <model> <uri> sha256:<hex>`.");
  }
  const project = await readProjectInForce(workplace, defaultBranch);
  if (project === undefined) return confused(NO_PROJECT);
  if (!project.models.some(({ name }) => name === model)) {
    const known = project.models.map(({ name }) => formatCode(name)).join(", ");
    return confused(`There is no model of that name in \`.github/pawl.yml\` of the default branch. It has ${known}.`);
  }
  const commit = await readBranchHead(workplace.octokit, workplace.repository, defaultBranch);
  if (commit === undefined) return confused(NO_PROJECT);
  try {
    const reference = parseReference(uri, digest);
    const adoption = { model, ...reference, commit, defaultBranch, by: comment.author };
    const outcome = await adoptVersion(workplace, adoption);
    if (outcome.kind === "refused") return confused(escapeMarkdown(outcome.reason, 1000));
    const version = `version ${String(outcome.version)} of ${formatCode(model)}`;
    if (outcome.kind === "known") return { kind: "done", answer: `That digest is ${version} already.` };
    const answer = `Adopted as ${version}. How it was made is not verified: rules about evidence do not pass for it.`;
    return { kind: "done", answer };
  } catch (error) {
    if (!(error instanceof PawlError) || error.code !== "INPUT_INVALID") throw error;
    return confused(escapeMarkdown(`${error.message}. ${error.hint ?? ""}`, 1000));
  }
}

/** A package may be named by its repository with the digest beside it; a file is named by its address. */
function parseReference(uri: string, digest: string | undefined) {
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(uri);
  return digest === undefined || isAddress || uri.includes("@")
    ? parseAdoptedReference(uri, digest)
    : parseAdoptedReference(`${uri}@${digest}`);
}

function confused(answer: string): CommandOutcome {
  return { kind: "confused", answer };
}
