import { setTimeout as delay } from "node:timers/promises";

const PAUSE_MILLISECONDS = 300;

export interface Wait<Value> {
  /** As in "waited 60 s for …". */
  readonly what: string;
  /** Undefined: not yet. */
  readonly look: () => Promise<Value | undefined>;
  readonly seconds: number;
}

/** Looks again and again until there is something. @throws Error that says what was waited for, and how long. */
export async function waitFor<Value>({ what, look, seconds }: Wait<Value>): Promise<Value> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`waited ${String(seconds)} s for ${what}, in vain`);
    await delay(PAUSE_MILLISECONDS);
  }
}
