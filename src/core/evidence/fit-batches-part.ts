import type { Profile } from "../dataset/profile.ts";
import { type DataBatch, halveBatches, packBatch, unpackBatches } from "./data-batches.ts";
import { jsonBytes } from "./fit-list.ts";

interface FittedBatches {
  readonly value: readonly DataBatch[] | undefined;
  readonly notes: readonly string[];
}

/** Fewer tell nothing about how much batches vary by themselves. */
const LEAST_BATCHES = 3;

const LEFT_OUT =
  "The parts of these data, which later data are held against, are left out: a drift check will say that it has too few batches.";

/** The batches that a document with this profile accepts: all of them, or none and a note that says so. */
export function keepValidBatches(
  profile: Profile | undefined,
  batches: readonly DataBatch[] | undefined,
): FittedBatches {
  if (batches === undefined || batches.length === 0) return { value: undefined, notes: [] };
  const fit = profile !== undefined && unpackBatches(profile, batches) !== undefined;
  return fit ? { value: batches, notes: [] } : { value: undefined, notes: [LEFT_OUT] };
}

/** Batches of at most about `maxBytes` together: neighbours are put together until they have room, and left out where they never do. */
export function fitBatchesPart(
  profile: Profile | undefined,
  batches: readonly DataBatch[] | undefined,
  maxBytes: number,
): FittedBatches {
  const bytes = jsonBytes(batches ?? []);
  if (batches === undefined || bytes <= maxBytes) return { value: batches, notes: [] };
  // One of half as many takes no less room than one of them all.
  const isHopeless = (bytes / batches.length) * LEAST_BATCHES > maxBytes;
  let parts = profile === undefined || isHopeless ? [] : (unpackBatches(profile, batches) ?? []);
  for (;;) {
    parts = halveBatches(parts);
    if (parts.length < LEAST_BATCHES) return { value: undefined, notes: [LEFT_OUT] };
    const packed = parts.map(packBatch);
    if (jsonBytes(packed) > maxBytes) continue;
    const note = `These data are written as ${String(packed.length)} parts instead of ${String(batches.length)}: more have no room in the evidence.`;
    return { value: packed, notes: [note] };
  }
}
