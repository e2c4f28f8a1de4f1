import { formatError } from "../core/errors.ts";
import { toSafeText } from "../core/evidence/limits.ts";

/**
 * Runs one step of what comes after a training. A step that fails becomes a note and gives its fallback: a run may have
 * cost days, and nothing that comes after it may lose it.
 */
export async function attempt<Result>(
  what: string,
  notes: string[],
  step: () => Promise<Result> | Result,
  fallback: Result,
): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    notes.push(toSafeText(`${what} failed: ${formatError(error).replace(/\s+/g, " ")}`, 500));
    return fallback;
  }
}
