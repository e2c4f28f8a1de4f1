import { setTimeout as sleep } from "node:timers/promises";

export interface LanePace {
  /** Shortest time between the starts of two writes. GitHub asks for one second. */
  readonly writeGapMs: number;
  /** Shortest time between two writes that notify people. Octokit's own throttling uses three seconds. */
  readonly notifyGapMs: number;
}

/** What all requests of one token share: GitHub counts limits for each of them. */
export interface RequestLane {
  /** Nothing is asked before this moment: asking on while limited can have an App banned. */
  readonly block: (milliseconds: number) => void;
  /** Resolves when asking is allowed again. */
  readonly untilOpen: (signal?: AbortSignal) => Promise<void>;
  /** Runs one write at a time, with the distance that GitHub asks for. */
  readonly write: <Result>(notifies: boolean, run: () => Promise<Result>) => Promise<Result>;
}

/** A lane of its own for one installation or token. */
export function createRequestLane({ writeGapMs, notifyGapMs }: LanePace): RequestLane {
  let openAt = 0;
  let nextWrite = 0;
  let nextNotification = 0;
  let lastWrite: Promise<unknown> = Promise.resolve();

  const untilOpen = async (signal?: AbortSignal): Promise<void> => {
    for (let left = openAt - Date.now(); left > 0; left = openAt - Date.now()) {
      await sleep(left, undefined, signal === undefined ? undefined : { signal });
    }
  };

  const takeTurn = async (notifies: boolean): Promise<void> => {
    const start = Math.max(nextWrite, notifies ? nextNotification : 0);
    if (start > Date.now()) await sleep(start - Date.now());
    nextWrite = Date.now() + writeGapMs;
    if (notifies) nextNotification = Date.now() + notifyGapMs;
  };

  return {
    untilOpen,
    block: (milliseconds) => {
      openAt = Math.max(openAt, Date.now() + milliseconds);
    },
    write: (notifies, run) => {
      const turn = lastWrite.then(async () => {
        await takeTurn(notifies);
        await untilOpen();
        return run();
      });
      lastWrite = turn.catch(() => undefined);
      return turn;
    },
  };
}
