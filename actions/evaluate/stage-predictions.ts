import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FileIdentity } from "../../src/core/evidence/run-evidence.ts";
import { predictionFormat } from "../../src/engine/prediction-source.ts";
import { hashFile } from "../../src/runner/hash-file.ts";

/** Larger predictions are scored but not uploaded, so that they cannot be compared with later. */
const MAX_UPLOAD_BYTES = 1024 * 1024 * 1024;

/** What later runs may find inside of a predictions artifact. */
export const PREDICTION_FILES = [
  "predictions.csv",
  "predictions.csv.gz",
  "predictions.parquet",
  "predictions.jsonl",
  "predictions.jsonl.gz",
] as const;

export interface StagedPredictions {
  readonly identity: FileIdentity;
  /** The copy to upload; `undefined` where the file is too large. */
  readonly upload: string | undefined;
}

/** Copies the predictions into the kept folder under the name that every predictions artifact has, and hashes them. */
export async function stagePredictions(path: string, shown: string, kept: string): Promise<StagedPredictions> {
  const { extension } = predictionFormat(path);
  const copy = join(kept, `predictions.${extension}`);
  for (const name of PREDICTION_FILES) {
    // Of an earlier attempt in another format.
    if (join(kept, name) !== copy && join(kept, name) !== path) await rm(join(kept, name), { force: true });
  }
  const { sha256, bytes } = await hashFile(path);
  const identity = { path: shown, bytes, sha256 };
  if (bytes > MAX_UPLOAD_BYTES) return { identity, upload: undefined };
  if (path !== copy) await copyFile(path, copy);
  return { identity, upload: copy };
}
