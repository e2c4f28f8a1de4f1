import { documentDigest } from "../../core/evidence/statement.ts";
import { findVersion } from "../../core/registry/find-version.ts";
import {
  type ModelVersion,
  type PromotionProgress,
  type PromotionRecord,
  promotionPath,
  versionPath,
} from "../../core/registry/registry.ts";
import { parseModelVersion, parsePromotionRecord } from "../../core/registry/registry-documents.ts";
import { readFileAt } from "../../github/contents.ts";
import { readLedger } from "../read-ledger.ts";
import type { Workplace } from "../workplace.ts";
import { readRegistry } from "./read-registry.ts";

/**
 * The document of one version; `undefined`, with a line in the log, where its bytes are not those that the registry names,
 * and where it was never registered.
 */
export async function readVersion(
  workplace: Workplace,
  model: string,
  version: number,
): Promise<ModelVersion | undefined> {
  const entry = findVersion(await readRegistry(workplace, model), version);
  if (entry === undefined) return undefined;
  const path = versionPath(model, version);
  const bytes = await readChecked(workplace, path, entry.document);
  const document = bytes === undefined ? undefined : parseModelVersion(bytes, path);
  return document?.model === model && document.version === version ? document : undefined;
}

/** The document of one promotion; `undefined` as {@link readVersion} says. */
export async function readPromotion(
  workplace: Workplace,
  model: string,
  { environment, counter, document }: Pick<PromotionProgress, "environment" | "counter" | "document">,
): Promise<PromotionRecord | undefined> {
  const path = promotionPath(model, environment, counter);
  const bytes = await readChecked(workplace, path, document);
  return bytes === undefined ? undefined : parsePromotionRecord(bytes, path);
}

/** Bytes with this sha-256; they cannot change, so they are asked for once. */
async function readChecked(workplace: Workplace, path: string, digest: string): Promise<Uint8Array | undefined> {
  const { octokit, repository, memory, log } = workplace;
  const known = memory.files.get(`sha256:${digest}`);
  if (known !== undefined) return known.bytes;
  const ledger = await readLedger(workplace);
  if (ledger?.trusted === undefined) return undefined;
  const bytes = await readFileAt(octokit, repository, path, ledger.trusted);
  if (bytes !== undefined && documentDigest(bytes) === digest) {
    memory.files.set(`sha256:${digest}`, { bytes });
    return bytes;
  }
  log.error({ path, digest }, "ledger document is not the one that the registry names");
  return undefined;
}
