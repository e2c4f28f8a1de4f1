import type { Workplace } from "../workplace.ts";

/** Does work on the promotions of one repository when everything before it is over, whatever came of that. */
export async function inTurn<Result>({ memory }: Workplace, work: () => Promise<Result>): Promise<Result> {
  const turn = memory.lastPromotionTurn.then(work);
  memory.lastPromotionTurn = turn.catch(() => undefined);
  return turn;
}
