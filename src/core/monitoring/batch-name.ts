import { z } from "zod";

/**
 * What a reference batch is called where people type it: a window, a part of the champion's training data, accepted data.
 * One word that needs no quotes in a comment or a shell.
 */
export const BatchName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9][\w.:/+-]*$/, "must be one word of letters, digits and _ . : / + -");
export type BatchName = z.infer<typeof BatchName>;

/** Of the window of a slot: `2026-11-26T03:17Z`, with its seconds where a person asked for it between two minutes. */
export function windowName(slot: string): BatchName {
  return new Date(slot)
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replace(/:00Z$/, "Z");
}

/** Of a part of the data that a version was trained on: `v3/2026-10-05`. */
export function trainingBatchName(version: number, part: string): BatchName {
  return `v${String(version)}/${part}`;
}

/** Of accepted data, by the digest of their evidence: `data-1a2b3c4d`; of a part of them `data-1a2b3c4d/part-07`. */
export function acceptedBatchName(digest: string, part?: string): BatchName {
  const name = `data-${digest.slice(0, 8)}`;
  return part === undefined ? name : `${name}/${part}`;
}
