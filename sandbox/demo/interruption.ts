import type { Narrator } from "./narrator.ts";

/** Somebody has pressed Ctrl-C, or told the demo to end. */
export class Interrupted extends Error {
  /** What shells expect of a process that a signal has ended. */
  readonly exitCode: number;

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(`interrupted by ${signal}`);
    this.exitCode = signal === "SIGINT" ? 130 : 143;
  }
}

/**
 * Rejects with `Interrupted` at the first Ctrl-C. Further ones end nothing: closing in order takes seconds, and whoever does
 * not wait for it would leave a training or a served model behind.
 */
export function rejectOnSignal({ say }: Pick<Narrator, "say">): Promise<never> {
  let closing = false;
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      // Stays in place: without a listener the next signal would end the process at once.
      process.on(signal, () => {
        if (closing) return;
        closing = true;
        say("Closing: whatever runs is ended, which takes a few seconds.");
        reject(new Interrupted(signal));
      });
    }
  });
  // Whoever waits for something else at that moment must not fail for it.
  interrupted.catch(() => undefined);
  return interrupted;
}
