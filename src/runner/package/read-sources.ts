import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { PawlError } from "../../core/errors.ts";
import { documentDigest, type Evidence, evidenceKind, parseStatement } from "../../core/evidence/statement.ts";
import type { PackageSources, SourceDocument } from "../../core/package/package-sources.ts";

/** As many documents of data as a lineage lists. */
const MAX_DATA = 100;

export interface SourcesRequest {
  readonly model: string;
  readonly key: string | undefined;
  /** Of this job. */
  readonly workflowRun: { readonly id: number; readonly attempt: number };
  /** Folder that train and evaluate of the same key keep their evidence in. */
  readonly kept: string;
}

/** The document with its bytes, which are sent as they are. */
export interface ReadSource {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly document: SourceDocument;
}

/**
 * The evidence documents that a workflow names.
 *
 * @throws `INPUT_INVALID` where one cannot be read or speaks of another model, `EVIDENCE_INVALID` where it is none.
 */
export async function readNamedSources(
  paths: readonly string[],
  folder: string,
  { model }: Pick<SourcesRequest, "model">,
): Promise<readonly ReadSource[]> {
  return Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(resolve(folder, path)).catch((cause: unknown) => {
        const hint = "It is the output evidence of train, evaluate or validate-data, or a downloaded artifact's file.";
        throw new PawlError({
          code: "INPUT_INVALID",
          message: `input "evidence": ${path} cannot be read`,
          hint,
          cause,
        });
      });
      const source = toSource(path, bytes);
      if (source.document.evidence.model === model) return source;
      throw new PawlError({
        code: "INPUT_INVALID",
        message: `input "evidence": ${path} is about the model ${source.document.evidence.model}, not ${model}`,
        hint: "Name evidence of the model that is packed.",
      });
    }),
  );
}

/**
 * What train and evaluate of this key, and validate-data of any dataset of the model, left in this workflow run on this
 * runner. A file that is no such document is passed over: its own step has said what is wrong.
 */
export async function findKeptSources({
  model,
  key,
  workflowRun,
  kept,
}: SourcesRequest): Promise<readonly ReadSource[]> {
  const parent = dirname(kept);
  const begins = `${String(workflowRun.id)}-${String(workflowRun.attempt)}-${model}`;
  const folders = (await readdir(parent).catch(() => [])).filter((name) => name.startsWith(begins)).toSorted();
  const candidates = folders.flatMap((name) =>
    ["run.json", "evaluation.json", "data.json"].map((file) => join(parent, name, file)),
  );
  const found: ReadSource[] = [];
  for (const path of candidates) {
    const bytes = await readFile(path).catch(() => undefined);
    const source = bytes === undefined ? undefined : tryToSource(path, bytes);
    const evidence = source?.document.evidence;
    // Hyphens make names of folders ambiguous: the document itself says whose it is.
    if (source === undefined || evidence?.model !== model || evidence.identity.workflowRun.id !== workflowRun.id)
      continue;
    if (evidence.schema === "pawl.data/v1" || evidence.key === key) found.push(source);
  }
  return found;
}

/** @throws `INPUT_INVALID` where two documents say of one model how it was trained. */
export function sortSources(sources: readonly ReadSource[]): PackageSources {
  const documents = sources.map(({ document }) => document);
  const runs = documents.flatMap((source) => (isOf(source, "pawl.run/v1") ? [source] : []));
  if (runs.length > 1) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `input "evidence": ${String(runs.length)} documents say how the model was trained`,
      hint: "Name the run that left the weights.",
    });
  }
  return {
    run: runs[0],
    evaluations: documents.flatMap((source) => (isOf(source, "pawl.evaluation/v1") ? [source] : [])).slice(0, 20),
    data: documents.flatMap((source) => (isOf(source, "pawl.data/v1") ? [source] : [])).slice(0, MAX_DATA),
  };
}

function isOf<Schema extends Evidence["schema"]>(
  source: SourceDocument,
  schema: Schema,
): source is SourceDocument<Extract<Evidence, { schema: Schema }>> {
  return source.evidence.schema === schema;
}

function toSource(path: string, bytes: Uint8Array): ReadSource {
  const { predicate } = parseStatement(bytes, path);
  return {
    name: `${evidenceKind(predicate)}${predicate.key === undefined ? "" : `-${predicate.key}`}.json`,
    bytes,
    document: { evidence: predicate, sha256: documentDigest(bytes) },
  };
}

function tryToSource(path: string, bytes: Uint8Array): ReadSource | undefined {
  try {
    return toSource(path, bytes);
  } catch {
    return undefined;
  }
}
