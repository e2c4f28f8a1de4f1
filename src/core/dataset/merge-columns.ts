import { PawlError } from "../errors.ts";
import { mergeCategories } from "./merge-categories.ts";
import { mergeEmbeddings } from "./merge-embeddings.ts";
import { mergeNumbers } from "./merge-numbers.ts";
import { mergeTexts } from "./merge-texts.ts";
import type { ColumnProfile } from "./profile.ts";

/**
 * Two profiles of one column on one frame, added up. Throws `INPUT_INVALID` where they are of other columns, kinds or
 * frames.
 */
export function mergeColumns(one: ColumnProfile, other: ColumnProfile | undefined): ColumnProfile {
  if (other?.name !== one.name)
    throw profilesDiffer(`column "${one.name}" is "${String(other?.name)}" in another profile`);
  const common = {
    name: one.name,
    type: one.type,
    nulls: one.nulls + other.nulls,
    invalid: one.invalid + other.invalid,
  };
  if (isNumbers(one) && isNumbers(other) && sameFrame(one.frame, other.frame)) {
    const timestamps = [one, other].filter(({ kind }) => kind === "timestamp").length;
    if (timestamps !== 1) return { ...common, ...mergeNumbers(one, other) };
  }
  if (one.kind === "boolean" && other.kind === "boolean") {
    return { ...common, kind: "boolean", falses: one.falses + other.falses, trues: one.trues + other.trues };
  }
  if (one.kind === "categorical" && other.kind === "categorical" && sameFrame(one.frame, other.frame)) {
    return { ...common, ...mergeCategories(one, other) };
  }
  if (one.kind === "text" && other.kind === "text" && sameFrame(one.frame, other.frame)) {
    return { ...common, ...mergeTexts(one, other) };
  }
  if (one.kind === "embedding" && other.kind === "embedding" && sameFrame(one.frame, other.frame)) {
    return { ...common, ...mergeEmbeddings(one, other) };
  }
  if (one.kind === "other" && other.kind === "other") return { ...common, kind: "other" };
  throw profilesDiffer(
    one.kind === other.kind
      ? `column "${one.name}" was counted on different edges or categories`
      : `column "${one.name}" is ${one.kind} in one profile and ${other.kind} in another`,
  );
}

type Numbers = Extract<ColumnProfile, { kind: "numeric" | "integer" | "timestamp" }>;

function isNumbers(column: ColumnProfile): column is Numbers {
  return column.kind === "numeric" || column.kind === "integer" || column.kind === "timestamp";
}

/** Frames are plain data: equal in everything but the names of categories, which may be shown in one and not in the other. */
export function sameFrame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => sameFrame(item, other[index]));
  }
  if (!isRecord(one) || !isRecord(other)) return false;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  keys.delete("name");
  return [...keys].every((key) => sameFrame(one[key], other[key]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is thrown where counts do not mean the same. */
export function profilesDiffer(message: string): PawlError {
  return new PawlError({
    code: "INPUT_INVALID",
    message,
    hint: "Make the profiles on the frame of one of them: only then do their counts mean the same.",
  });
}
