import { formatRepository, type Repository } from "../src/github/repository.ts";
import type { Place } from "./jobs.ts";

export interface SchedulerOptions {
  /** Milliseconds since 1970; a clock that may be changed, or stand still while the machine sleeps. */
  readonly now: () => number;
  /** Something is due in a repository. */
  readonly wake: (place: Place) => void;
}

/** The App's clock: one timer for all repositories. What it knows can be lost, a sweep says it again. */
export interface Scheduler {
  /** When a repository has to be looked at next, as ISO 8601; `undefined`: never, as far as is known. Replaces what was said before. */
  readonly wakeAt: (place: Place, due: string | undefined) => void;
  readonly forget: (repository: Repository) => void;
  /** Wakes what is due by now. */
  readonly tick: () => void;
  /** Begins to watch the clock, until aborted. Keeps no process alive. */
  readonly start: (signal: AbortSignal) => void;
  /** Repositories that wait. */
  readonly length: () => number;
}

/** Longer waits would sleep through a clock that was set forward, or a machine that was suspended. */
const LONGEST_WAIT_MS = 30_000;

interface Waiting {
  readonly place: Place;
  readonly due: number;
}

export function createScheduler({ now, wake }: SchedulerOptions): Scheduler {
  const waiting = new Map<string, Waiting>();
  const nameOf = (repository: Repository) => formatRepository(repository).toLowerCase();
  let timer: NodeJS.Timeout | undefined;
  let running = false;

  const arm = (): void => {
    if (!running) return;
    clearTimeout(timer);
    let soonest = LONGEST_WAIT_MS;
    for (const { due } of waiting.values()) soonest = Math.min(soonest, due - now());
    timer = setTimeout(
      () => {
        tick();
        arm();
      },
      Math.max(0, soonest),
    );
    timer.unref();
  };
  const tick = (): void => {
    for (const [name, { place, due }] of waiting) {
      if (due > now()) continue;
      waiting.delete(name);
      wake(place);
    }
  };
  return {
    tick,
    length: () => waiting.size,
    forget: (repository) => void waiting.delete(nameOf(repository)),
    wakeAt: (place, due) => {
      const name = nameOf(place.repository);
      const { installation, repository, defaultBranch } = place;
      if (due === undefined || Number.isNaN(Date.parse(due))) waiting.delete(name);
      else waiting.set(name, { place: { installation, repository, defaultBranch }, due: Date.parse(due) });
      arm();
    },
    start: (signal) => {
      running = true;
      arm();
      signal.addEventListener("abort", () => {
        running = false;
        clearTimeout(timer);
      });
    },
  };
}
