import { ONBOARDING_BRANCH } from "../src/core/onboarding/render-onboarding-body.ts";
import { createBoundedCache } from "../src/github/bounded-cache.ts";
import { formatRepository } from "../src/github/repository.ts";
import type { OnboardingOutcome } from "../src/reconcile/onboarding/onboarding-outcome.ts";
import type { Job, Place } from "./jobs.ts";
import { type EventOrigin, placeOf } from "./jobs-of-event.ts";

/** `pull_request.closed` of the onboarding branch, which goes with it. */
export function onOnboardingClosed(
  event: EventOrigin & {
    readonly action: string;
    readonly pull_request: { readonly head?: { readonly ref?: string | undefined } | undefined };
  },
): readonly Job[] {
  const place = placeOf(event);
  const isOurs = event.action === "closed" && event.pull_request.head?.ref === ONBOARDING_BRANCH;
  return place === undefined || !isOurs ? [] : [{ ...place, kind: "onboarding" }];
}

/** So many onboarding pull requests are opened in an installation within an hour, and so many at once after it was made. */
export const OPENED_PER_HOUR = 4;

/** Looking at a repository costs up to seven calls, of 5,000 that an installation is allowed in an hour. */
const LOOKS_PER_HOUR = 120;
const MAX_INSTALLATIONS = 2000;
const HOUR_MS = 3_600_000;

export interface OnboardingOptions {
  readonly add: (job: Job) => void;
  /** Milliseconds. */
  readonly now: () => number;
}

/**
 * Hands out repositories without a configuration one after the other, slowly: an installation on 500 repositories gets four
 * pull requests now and four in every hour. Nothing of it has to outlive the process: what was opened is found by its
 * branch, and what waits is found by the next sweep. After a start there is one, so that a process that keeps dying does
 * not open more.
 */
export interface Onboarding {
  /** A sweep saw a repository without a configuration. */
  readonly consider: (place: Place) => void;
  /** Somebody installed the App, or added repositories: owns the configuration if nobody else does. */
  readonly installed: (installation: number, by: string | undefined) => void;
  readonly installedBy: (installation: number) => string | undefined;
  /** Takes one of the pull requests that may be opened now; false where there is none left. */
  readonly mayOpen: (installation: number) => boolean;
  readonly done: (place: Place, outcome: OnboardingOutcome | undefined) => void;
  /** Time has passed. */
  readonly goOn: () => void;
}

interface Installation {
  readonly opens: Bucket;
  readonly looks: Bucket;
  readonly waiting: Map<string, Place>;
  installedBy: string | undefined;
  busy: boolean;
}

export function createOnboarding({ add, now }: OnboardingOptions): Onboarding {
  const installations = createBoundedCache<number, Installation>(MAX_INSTALLATIONS);
  const of = (id: number): Installation => {
    const known = installations.get(id) ?? {
      opens: createBucket(OPENED_PER_HOUR, 1, now),
      looks: createBucket(LOOKS_PER_HOUR, LOOKS_PER_HOUR, now),
      waiting: new Map<string, Place>(),
      installedBy: undefined,
      busy: false,
    };
    installations.set(id, known);
    return known;
  };
  const next = (installation: Installation): void => {
    const [first] = installation.waiting;
    if (first === undefined || installation.busy || !installation.opens.has() || !installation.looks.take()) return;
    const [name, place] = first;
    installation.waiting.delete(name);
    installation.busy = true;
    add({ ...place, kind: "onboarding" });
  };
  return {
    consider: (place) => {
      const installation = of(place.installation);
      installation.waiting.set(nameOf(place), place);
      next(installation);
    },
    installed: (id, by) => {
      const installation = of(id);
      installation.installedBy = by ?? installation.installedBy;
      installation.opens.fill();
    },
    installedBy: (id) => of(id).installedBy,
    mayOpen: (id) => of(id).opens.take(),
    done: (place, outcome) => {
      const installation = of(place.installation);
      installation.busy = false;
      if (outcome?.kind === "later") installation.waiting.set(nameOf(place), place);
      next(installation);
    },
    goOn: () => {
      for (const [, installation] of [...installations.entries()]) next(installation);
    },
  };
}

function nameOf({ repository }: Place): string {
  return formatRepository(repository).toLowerCase();
}

interface Bucket {
  readonly has: () => boolean;
  readonly take: () => boolean;
  readonly fill: () => void;
}

/** Holds at most `perHour`, and gains as many in an hour. Counted in milliseconds, which are whole numbers. */
function createBucket(perHour: number, atFirst: number, now: () => number): Bucket {
  const price = HOUR_MS / perHour;
  let credit = atFirst * price;
  let at = now();
  const has = (): boolean => {
    credit = Math.min(HOUR_MS, credit + now() - at);
    at = now();
    return credit >= price;
  };
  return {
    has,
    take: () => {
      const is = has();
      if (is) credit -= price;
      return is;
    },
    fill: () => {
      credit = HOUR_MS;
    },
  };
}
