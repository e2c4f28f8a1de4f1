import { PawlError } from "../errors.ts";

/** Pairs of label values, negative first, whose meaning nobody disputes. */
const KNOWN_PAIRS: readonly (readonly [negative: string, positive: string])[] = [
  ["0", "1"],
  ["-1", "1"],
  ["false", "true"],
  ["no", "yes"],
  ["n", "y"],
  ["f", "t"],
  ["negative", "positive"],
  ["neg", "pos"],
];

export interface BinaryClasses {
  readonly positive: string;
  /** `undefined` where the rows hold the positive class only and its opposite is not known. */
  readonly negative: string | undefined;
}

/**
 * Which of at most two values counts as positive: the input `positive-label`; else the second of a known pair (0/1,
 * −1/1, false/true, no/yes, negative/positive, whatever the case). A guess could turn every verdict round, so any other
 * pair throws `PREDICTIONS_INVALID`.
 */
export function choosePositiveLabel(
  values: readonly string[],
  positiveLabel: string | undefined,
  file: string,
): BinaryClasses {
  if (values.length > 2) {
    throw refusal(
      `${file}: a binary evaluation has two classes, but labels and predictions hold ${values.length > 5 ? "more than five" : String(values.length)}: ${listed(values)}`,
      "Set `task` to multiclass, or correct the file.",
    );
  }
  if (positiveLabel !== undefined) {
    const negative = values.find((value) => value !== positiveLabel);
    if (values.includes(positiveLabel) || values.length < 2) return { positive: positiveLabel, negative };
    throw refusal(
      `${file}: no label is "${positiveLabel.slice(0, 60)}"; they are ${listed(values)}`,
      "Set `positive-label` to one of them.",
    );
  }
  const pair = KNOWN_PAIRS.find((known) => values.every((value) => known.some((one) => one === value.toLowerCase())));
  if (pair !== undefined && values.length > 0) {
    const spelled = (wanted: string) => values.find((value) => value.toLowerCase() === wanted);
    return { positive: spelled(pair[1]) ?? pair[1], negative: spelled(pair[0]) ?? pair[0] };
  }
  throw refusal(
    `${file}: which of ${listed(values)} is the positive class cannot be told`,
    "Set `positive-label` to the value that the model looks for.",
  );
}

function listed(values: readonly string[]): string {
  return values
    .slice(0, 5)
    .map((value) => `"${value.slice(0, 60)}"`)
    .join(", ");
}

function refusal(message: string, hint: string): PawlError {
  return new PawlError({ code: "PREDICTIONS_INVALID", message, hint });
}
