import { Duration, toMilliseconds } from "../core/config/duration.ts";
import { PawlError } from "../core/errors.ts";
import type { WantedCut } from "../engine/profile-cut.ts";
import type { CommandOptions, ParsedOptions } from "./parse-arguments.ts";

/** How data of the past are cut into batches. */
export const BATCH_OPTIONS = {
  "batch-column": {
    value: "column",
    description: "Cuts data of the past into a batch for each value of this column, which is not compared itself.",
  },
  cut: {
    value: "length",
    description: "Cuts data of the past by time into batches of this length (1d, 6h), or into so many rows each (500).",
  },
  time: { value: "column", description: "With --cut: the column of times, where there are several." },
} as const satisfies CommandOptions;

/** So many batches where nothing is said, and rows of each at least. */
export const ROWS_CUT: WantedCut = { by: "rows", parts: 20, leastRows: 100 };

/** How it is asked for, if it is. Throws `INPUT_INVALID` for a length that is none, or options that exclude each other. */
export function askedCut(given: ParsedOptions): WantedCut | undefined {
  const [by, length, time] = [given.text("batch-column"), given.text("cut"), given.text("time")];
  if (by !== undefined && length !== undefined) throw refusal("--batch-column and --cut: give one of them");
  if (by !== undefined) return { by: "column", column: by };
  if (length === undefined) {
    if (time !== undefined) throw refusal("--time needs --cut with a length of time", "Write --cut 1d.");
    return undefined;
  }
  if (/^[1-9]\d{0,8}$/.test(length)) {
    if (time !== undefined) throw refusal("--time goes with a length of time, not with rows", "Write --cut 1d.");
    return { by: "rows", rowsOfEach: Number(length) };
  }
  if (!Duration.safeParse(length).success) {
    throw refusal(
      `--cut: "${length.slice(0, 60)}" is neither a length of time nor a number of rows`,
      "Write minutes, hours or days (90m, 6h, 1d), or rows (500).",
    );
  }
  return { by: "time", lengthMs: toMilliseconds(length), column: time };
}

/** The same, and into 20 parts as the rows follow each other where nothing is said. */
export function wantedCut(given: ParsedOptions): WantedCut {
  return askedCut(given) ?? ROWS_CUT;
}

function refusal(message: string, hint?: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}
