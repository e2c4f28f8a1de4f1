import type { EditPlan } from "../config/monitoring-plan.ts";
import { toLocalTime } from "../schedule/local-time.ts";
import type { DataWindow } from "./retraining.ts";

/** What the variables in the value of a declared edit stand for. */
export interface EditVariables {
  readonly model: string;
  /** Of this model's retrainings, this one among them. */
  readonly count: number;
  /** The frozen data window; undefined where nothing says which data are current. */
  readonly window: DataWindow | undefined;
  /** Whose days the dates are: that of the schedule. */
  readonly timeZone: string;
}

const VARIABLE = /\{([A-Za-z][\w-]*)\}/g;

const NO_WINDOW = "this retraining has no data window: set drift.window of the model, so that each check has one";

/** Each variable's text, or why it has none here. */
const VARIABLES: Readonly<Record<string, (variables: EditVariables) => string | { readonly absent: string }>> = {
  "window-start": ({ window }) => toSeconds(window?.start),
  "window-end": ({ window }) => toSeconds(window?.end),
  "window-start-date": ({ window, timeZone }) => toDay(window?.start, timeZone),
  "window-end-date": ({ window, timeZone }) => toDay(window?.end, timeZone),
  model: ({ model }) => model,
  count: ({ count }) => String(count),
};

/** Variables of declared edits, in braces. */
export const EDIT_VARIABLES: readonly string[] = Object.keys(VARIABLES).map(inBraces);

/** The first variable of a declared edit that there is not. */
export function findUnknownVariable(value: EditPlan["value"]): string | undefined {
  if (typeof value !== "string") return undefined;
  return [...value.matchAll(VARIABLE)].find(([, name = ""]) => !Object.hasOwn(VARIABLES, name))?.[0];
}

/**
 * The value of an edit with its variables replaced, once: what a variable brings is not read again. A problem is the end
 * of a sentence.
 */
export function fillVariables(
  value: EditPlan["value"],
  variables: EditVariables,
): { readonly value: EditPlan["value"] } | { readonly problem: string } {
  if (typeof value !== "string") return { value };
  const problems: string[] = [];
  const filled = value.replace(VARIABLE, (whole, name: string) => {
    const variable = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
    if (variable === undefined) {
      problems.push(`${whole} is no variable: use one of ${EDIT_VARIABLES.join(", ")}`);
      return whole;
    }
    const text = variable(variables);
    if (typeof text === "string") return text;
    problems.push(`${whole} has no value, because ${text.absent}`);
    return whole;
  });
  const [problem] = problems;
  return problem === undefined ? { value: filled } : { problem };
}

function inBraces(name: string): string {
  return `{${name}}`;
}

/** `2026-11-26T03:17:00Z`: without the milliseconds that nobody writes into a file of parameters. */
function toSeconds(instant: string | undefined): string | { readonly absent: string } {
  return instant === undefined ? { absent: NO_WINDOW } : instant.replace(/\.0+Z$/, "Z");
}

function toDay(instant: string | undefined, timeZone: string): string | { readonly absent: string } {
  return instant === undefined ? { absent: NO_WINDOW } : (toLocalTime(instant, timeZone)?.date ?? instant.slice(0, 10));
}
