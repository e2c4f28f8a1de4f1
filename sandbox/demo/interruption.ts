import type { Narrator } from "./narrator.ts";

/** Exit codes that shells expect of a process that a signal has ended; `SIGHUP` comes when the terminal's window is closed. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Somebody has pressed Ctrl-C, or told the demo to end. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: string, exitCode: number) {
    super(`interrupted by ${signal}`);
    this.exitCode = exitCode;
  }
}

/**
 * Rejects with `Interrupted` at the first Ctrl-C. Further ones end nothing: closing in order takes seconds, and whoever does
 * not wait for it would leave a training or a served model behind.
 */
export function rejectOnSignal({ say }: Pick<Narrator, "say">): Promise<never> {
  let closing = false;
  const interrupted = new Promise<never>((_, reject) => {
    for (const [signal, exitCode] of Object.entries(SIGNALS)) {
      // Stays in place: without a listener the next signal would end the process at once.
      process.on(signal, () => {
        if (closing) return;
        closing = true;
        say("Closing: whatever runs is ended, which takes a few seconds.");
        reject(new Interrupted(signal, exitCode));
      });
    }
  });
  // Whoever waits for something else at that moment must not fail for it.
  interrupted.catch(() => undefined);
  return interrupted;
}
