import type { Workplace } from "../workplace.ts";

/** Does work on the checks of one repository when everything before it is over, whatever came of that. */
export async function inMonitoringTurn<Result>({ memory }: Workplace, work: () => Promise<Result>): Promise<Result> {
  const turn = memory.lastMonitoringTurn.then(work);
  memory.lastMonitoringTurn = turn.catch(() => undefined);
  return turn;
}
