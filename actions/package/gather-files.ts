import { existsSync } from "node:fs";
import { lstat, readdir, readFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { matchPaths } from "../../src/core/config/match-paths.ts";
import { PawlError } from "../../src/core/errors.ts";
import type { LayerKind } from "../../src/core/evidence/package-evidence.ts";
import type { PackageSources } from "../../src/core/package/package-sources.ts";
import { fileBlob } from "../../src/oci/file-blob.ts";
import type { BlobSource } from "../../src/oci/oci-store.ts";
import { runLimited } from "../../src/oci/run-limited.ts";
import { listCheckout } from "../../src/runner/list-checkout.ts";
import { type ChosenFile, choosePackageFiles, type FileChoice } from "../../src/runner/package/choose-package-files.ts";
import { findSecret } from "../../src/runner/package/find-secret.ts";
import type { PackingJob } from "./plan-packing.ts";

const CARD_FILE = "MODEL_CARD.md";
const NONE = "none";
const PREDICTIONS = /\.(csv|parquet|jsonl)(\.gz)?$/;

/** Files hashed at once: disks gain little from more. */
const CONCURRENCY = 4;

/** A file of the package with the bytes that are sent. */
export interface GatheredFile {
  readonly kind: LayerKind;
  /** Inside the package. */
  readonly path: string;
  readonly blob: BlobSource;
}

export interface GatheredFiles {
  readonly files: readonly GatheredFile[];
  /** The author's own card. */
  readonly card: { readonly name: string; readonly bytes: Uint8Array } | undefined;
}

/**
 * Everything that is packed but the completed card, with its digest. Paths are relative to the working directory.
 *
 * @throws `INPUT_INVALID` where an input chooses nothing, or a file holds a secret.
 */
export async function gatherFiles(job: PackingJob, sources: PackageSources): Promise<GatheredFiles> {
  const cardName = job.inputs.card ?? (existsSync(join(job.folder, CARD_FILE)) ? CARD_FILE : undefined);
  const chosen = [
    ...(await choosePackageFiles(namedChoices(job), job.folder)),
    ...(job.inputs.code.length === 0 ? await configuredCode(job) : []),
    ...(job.inputs.docs.length === 0 ? configuredContracts(job) : []),
    ...(await findPredictions(job)),
  ];
  const distinct = [...new Map(chosen.toReversed().map((file) => [file.path, file])).values()].filter(
    ({ path }) => path !== cardName,
  );
  const files = await runLimited(distinct, CONCURRENCY, async ({ kind, path, absolute }) => {
    const blob = await fileBlob(absolute);
    await assertHarmless(job, { kind, path, absolute }, blob.size);
    return { kind, path, blob };
  });
  return {
    files: files.filter((file) => isJudged(job, file, sources)),
    card: cardName === undefined ? undefined : await readCard(job, cardName),
  };
}

function namedChoices({ inputs }: PackingJob): readonly FileChoice[] {
  const choices: readonly FileChoice[] = [
    { kind: "weight", input: "files", globs: inputs.files },
    { kind: "weight.config", input: "config", globs: inputs.config },
    { kind: "code", input: "code", globs: inputs.code },
    { kind: "doc", input: "docs", globs: inputs.docs },
  ];
  return choices.filter(({ globs }) => !(globs.length === 1 && globs[0] === NONE));
}

/** The model's `paths` as far as git knows them: a glob of the configuration must not sweep up what lies around. */
async function configuredCode({ plan, workspace, folder, env, notes }: PackingJob): Promise<ChosenFile[]> {
  if (plan === undefined) return [];
  const listed = await listCheckout(workspace, env, (paths) => matchPaths(plan.paths, paths)).catch(() => undefined);
  if (listed === undefined) {
    notes.push("The checkout could not be listed, so no code is packed.");
    return [];
  }
  // 120000 is a link, 160000 a submodule.
  const regular = listed.filter(({ mode }) => mode.startsWith("100"));
  return regular.map(({ path }) => inPackage("code", join(workspace, path), { workspace, folder }));
}

function configuredContracts({ plan, workspace, folder, notes }: PackingJob): ChosenFile[] {
  return (plan?.data ?? []).flatMap(({ contract }) => {
    if (contract === undefined) return [];
    if (existsSync(join(workspace, contract)))
      return [inPackage("doc", join(workspace, contract), { workspace, folder })];
    notes.push(`The data contract ${contract} is not in the checkout, so it is not packed.`);
    return [];
  });
}

/** A path is relative to the working directory; of a file beside it, to the checkout. */
function inPackage(
  kind: LayerKind,
  absolute: string,
  { workspace, folder }: Pick<PackingJob, "workspace" | "folder">,
): ChosenFile {
  const inside = absolute.startsWith(`${resolve(folder)}${sep}`);
  return {
    kind,
    path: relative(inside ? folder : workspace, absolute)
      .split(sep)
      .join("/"),
    absolute,
  };
}

/** Under the name that predictions always have, wherever they come from. */
async function findPredictions({ inputs, kept, folder }: PackingJob): Promise<ChosenFile[]> {
  const { predictions } = inputs;
  if (predictions === NONE) return [];
  if (predictions !== "auto") {
    const chosen = await choosePackageFiles([{ kind: "dataset", input: "predictions", globs: [predictions] }], folder);
    return chosen.map((file) => ({ ...file, path: `evaluation/predictions${PREDICTIONS.exec(file.path)?.[0] ?? ""}` }));
  }
  const names = await readdir(kept).catch(() => []);
  return names
    .filter((name) => name.startsWith("predictions.") && PREDICTIONS.exec(name)?.index === "predictions".length)
    .map((name) => ({ kind: "dataset", path: `evaluation/${name}`, absolute: join(kept, name) }));
}

/** Predictions that no packed evaluation judged are left out: they would be taken for this model's. */
function isJudged({ notes }: PackingJob, { kind, path, blob }: GatheredFile, { evaluations }: PackageSources): boolean {
  if (kind !== "dataset") return true;
  if (evaluations.some(({ evidence }) => `sha256:${evidence.predictions?.sha256 ?? ""}` === blob.digest)) return true;
  notes.push(`${path.replace("evaluation/", "")} is not what the evaluation scored, so it is not packed.`);
  return false;
}

async function assertHarmless(
  { env, secrets }: PackingJob,
  { kind, path, absolute }: ChosenFile,
  bytes: number,
): Promise<void> {
  if (kind === "weight" || kind === "dataset") return;
  const found = await findSecret({ path, absolute, bytes, env, more: secrets });
  if (found === undefined) return;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `${path} is not packed: it has ${found}`,
    hint: `Whoever may pull a package can read it for ever. Leave the file out with !${path}, and replace the secret if it was ever published.`,
  });
}

async function readCard({ folder, redact, notes }: PackingJob, name: string) {
  const path = resolve(folder, name);
  const found = await lstat(path).catch(() => undefined);
  if (found?.isFile() !== true) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `input "card": ${name} ${found?.isSymbolicLink() === true ? "is a link" : "is not a file"}`,
      hint: "Name a Markdown file of the checkout.",
    });
  }
  const bytes = await readFile(path);
  const text = bytes.toString("utf8");
  const redacted = redact.text(text);
  // Bytes that are no UTF-8 are told by whoever parses the card.
  if (redacted === text || !Buffer.from(text).equals(bytes)) return { name, bytes };
  notes.push(`${name} held what looks like a secret: it is [redacted] in the package.`);
  return { name, bytes: Buffer.from(redacted) };
}
