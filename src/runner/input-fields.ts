import { z } from "zod";

// Every input arrives as text. These turn it into what it means, and refuse what it cannot mean.

const TRUE = new Set(["true", "yes", "on", "1"]);
const FALSE = new Set(["false", "no", "off", "0"]);

/** `true` or `false`, in YAML's spellings. */
export function flagField() {
  return z.string().transform((value, context) => {
    const word = value.trim().toLowerCase();
    if (TRUE.has(word)) return true;
    if (FALSE.has(word)) return false;
    context.addIssue({ code: "custom", message: `must be true or false, but is "${value.slice(0, 60)}"` });
    return z.NEVER;
  });
}

/** A decimal number within bounds; `0,5`, `1e400` and `5 minutes` are refused rather than guessed at. */
export function numberField({ min = 0, max, integer = false }: { min?: number; max: number; integer?: boolean }) {
  return z.string().transform((value, context) => {
    const number = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value) ? Number(value) : Number.NaN;
    if (Number.isFinite(number) && number >= min && number <= max && (!integer || Number.isInteger(number))) {
      return number;
    }
    const what = integer ? "a whole number" : "a number";
    context.addIssue({
      code: "custom",
      message: `must be ${what} from ${String(min)} to ${String(max)}, but is "${value.slice(0, 60)}"`,
    });
    return z.NEVER;
  });
}

/** One entry a line; blank lines and lines that begin with `#` are left out. */
export function linesField() {
  return z.string().transform((value) =>
    value
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#")),
  );
}

/** Entries on lines of their own or behind commas. */
export function listField() {
  return linesField().transform((lines) =>
    lines
      .flatMap((line) => line.split(","))
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ""),
  );
}
