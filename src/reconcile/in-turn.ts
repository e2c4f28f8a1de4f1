import type { RepositoryMemory } from "./memory.ts";

/** Lines of work on one repository that must not meet themselves. */
export type WorkLine = "lastLedgerCommit" | "lastPromotionTurn" | "lastMonitoringTurn";

/** Does work when everything before it in its line is over, whatever came of that. */
export async function inTurn<Result>(
  { memory }: { readonly memory: RepositoryMemory },
  line: WorkLine,
  work: () => Promise<Result>,
): Promise<Result> {
  const turn = memory[line].then(work);
  memory[line] = turn.catch(() => undefined);
  return turn;
}
