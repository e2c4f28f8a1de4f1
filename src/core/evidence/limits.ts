import { z } from "zod";

/** A document larger than this is refused before it is parsed. */
export const MAX_EVIDENCE_BYTES = 1024 * 1024;

/** Curves are thinned to this many points before they are written. */
export const MAX_CURVE_POINTS = 200;

export const LOG_TAIL_LINES = 50;

// Control characters and bidirectional overrides: they can forge log lines and reorder what a reviewer sees.
const UNSAFE_CHARACTERS = /(?![\n\r\t])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Free text of at most `max` characters, without control or bidirectional-override characters. Tabs and newlines are allowed. */
export function text(max: number) {
  return z
    .string()
    .max(max)
    .refine((value) => !UNSAFE_CHARACTERS.test(value), "must not contain control or bidirectional-override characters");
}

/** A single line of text that names something: metric, parameter, column, file. */
export function label(max = 200) {
  return text(max).refine((value) => value.trim() !== "" && !/[\n\r\t]/.test(value), "must be one non-empty line");
}

/** Makes text acceptable to `text(max)`: unsafe characters become `\uFFFD`, the end is cut with an ellipsis. */
export function toSafeText(value: string, max: number): string {
  const safe = value.replace(new RegExp(UNSAFE_CHARACTERS, "gu"), "\uFFFD");
  return safe.length <= max ? safe : `${safe.slice(0, max - 1)}…`;
}

/** Makes text acceptable to `label(max)`: one line, and never empty. */
export function toSafeLabel(value: string, max = 200): string {
  const line = toSafeText(value.replace(/[\n\r\t]/g, " "), max);
  return line.trim() === "" ? "(no name)" : line;
}

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hexadecimal digits");
export const CommitSha = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, "must be a full commit SHA");
export const Instant = z.iso.datetime({ offset: false });

/** An object whose keys come from outside: bounded in number, keys are labels. `__proto__` is refused before parsing. */
export function boundedRecord<Value extends z.ZodType>(value: Value, maxEntries: number, maxKeyLength = 200) {
  return z
    .record(label(maxKeyLength), value)
    .refine((entries) => Object.keys(entries).length <= maxEntries, `must have at most ${String(maxEntries)} entries`);
}
