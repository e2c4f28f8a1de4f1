import { PawlError } from "../src/core/errors.ts";
import { isLostAnswer, statusOf } from "../src/github/request-failure.ts";

/** Seconds between attempts; after the last one the sweep takes over. */
const DELAYS_SECONDS = [2, 10, 30, 120, 300, 600] as const;

/** Milliseconds until a failed job is tried again; undefined where trying again cannot help. */
export function retryAfter(error: unknown, failures: number): number | undefined {
  const passing = error instanceof PawlError ? error.code === "LEDGER_CONFLICT" : isPassing(error);
  const seconds = DELAYS_SECONDS[failures - 1];
  return passing && seconds !== undefined ? seconds * 1000 : undefined;
}

/** GitHub's trouble and conflicts pass; a missing permission or a deleted installation does not. */
function isPassing(error: unknown): boolean {
  const status = statusOf(error);
  return (
    isLostAnswer(error) || status === 409 || status === 429 || (status === undefined && error instanceof TypeError)
  );
}
