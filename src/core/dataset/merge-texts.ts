import { addCounts } from "./add-counts.ts";
import { mergeRegisters } from "./hyper-log-log.ts";
import type { TextProfile } from "./profile.ts";

/** Adds two columns of texts on one frame; how many different ones there are is what the registers say. */
export function mergeTexts(
  one: TextProfile,
  other: TextProfile,
): Omit<TextProfile, "name" | "type" | "nulls" | "invalid"> {
  const both = one.registers !== undefined && other.registers !== undefined;
  return {
    kind: "text",
    frame: one.frame,
    lengths: addCounts(one.lengths, other.lengths),
    empty: one.empty + other.empty,
    classes: {
      letters: one.classes.letters + other.classes.letters,
      digits: one.classes.digits + other.classes.digits,
      spaces: one.classes.spaces + other.classes.spaces,
      punctuation: one.classes.punctuation + other.classes.punctuation,
      nonAscii: one.classes.nonAscii + other.classes.nonAscii,
    },
    distinct: null,
    ...mergeTokens(one.tokens, other.tokens),
    ...(both ? { registers: mergeRegisters(one.registers ?? "", other.registers ?? "") } : {}),
  };
}

function mergeTokens(one: TextProfile["tokens"], other: TextProfile["tokens"]): Pick<TextProfile, "tokens"> {
  if (one === undefined || other === undefined) return {};
  return { tokens: { rows: one.rows + other.rows, buckets: addCounts(one.buckets, other.buckets) } };
}
