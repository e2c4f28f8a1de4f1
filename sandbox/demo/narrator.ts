export interface Narrator {
  /** Prints one line with the seconds since the start. */
  readonly say: (sentence: string) => void;
  /** Says what begins, then every ten seconds that it still goes on, until it has ended. */
  readonly during: <Value>(sentence: string, work: () => Promise<Value>) => Promise<Value>;
}

const REMINDER_MILLISECONDS = 10_000;

/** Tells a person what happens, line by line, so that it reads the same in a terminal and in a log. */
export function createNarrator(write: (text: string) => void, now: () => number): Narrator {
  const started = now();
  const say = (sentence: string) => {
    const seconds = Math.round((now() - started) / 1000);
    write(`[${String(seconds).padStart(4)} s] ${sentence}\n`);
  };
  return {
    say,
    during: async (sentence, work) => {
      say(sentence);
      const reminder = setInterval(() => say(`  … still: ${sentence}`), REMINDER_MILLISECONDS);
      try {
        return await work();
      } finally {
        clearInterval(reminder);
      }
    },
  };
}
