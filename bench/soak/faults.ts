import { PawlError } from "../../src/core/errors.ts";
import { statusOf } from "../../src/github/request-failure.ts";
import type { QuickFate } from "./quick-github.ts";
import type { SimulationWish } from "./simulate.ts";

/** Trouble with requests, by a seed: the same wishes have the same trouble. */
export interface Faults {
  readonly fateOf: (method: string, path: string, writes: boolean) => QuickFate;
  /** Whether an error is one of this trouble, and nothing that the code did wrong. */
  readonly explains: (error: unknown) => boolean;
  /** Whether the process was killed since this was asked last. */
  readonly takeKill: () => boolean;
  readonly stop: () => void;
  readonly counts: () => { readonly kills: number; readonly failed: number };
}

export function createFaults({ kills, failing, seed, repositories, days }: SimulationWish): Faults {
  let state = seed;
  // Numerical Recipes' generator: nothing depends on its quality.
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  let running = true;
  let dead = false;
  let killed = 0;
  let failed = 0;
  // So many requests there are at least, so that all kills find their place.
  const killShare = kills === 0 ? 0 : (1.5 * kills) / (repositories * days * 12);
  const fateOf = (_method: string, _path: string, writes: boolean): QuickFate => {
    if (dead) throw new Error("the process is gone");
    if (!running) return "answered";
    if (killed < kills && random() < killShare) {
      killed += 1;
      dead = true;
      // Half of them with the request on its way: its effect comes, its answer finds nobody.
      if (writes && random() < 0.5) return "lost after";
      throw new Error("the process is gone");
    }
    if (random() >= failing) return "answered";
    failed += 1;
    return writes && random() < 0.5 ? "lost after" : "lost before";
  };
  return {
    fateOf,
    explains: (error) => dead || (kills + failing > 0 && ((statusOf(error) ?? 0) >= 500 || isConflict(error))),
    takeKill: () => {
      const was = dead;
      dead = false;
      return was;
    },
    stop: () => {
      running = false;
    },
    counts: () => ({ kills: killed, failed }),
  };
}

/** Answers that were lost again and again look like somebody who keeps writing. */
function isConflict(error: unknown): boolean {
  return error instanceof PawlError && error.code === "LEDGER_CONFLICT";
}
