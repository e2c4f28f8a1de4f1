export interface Narrator {
  /** Prints one line with the seconds since the start. */
  readonly say: (sentence: string) => void;
  /** Says what begins, and again after every ten seconds in which nothing was said, until it has ended. */
  readonly during: <Value>(sentence: string, work: () => Promise<Value>) => Promise<Value>;
}

const SILENCE_MILLISECONDS = 10_000;
const LOOK_MILLISECONDS = 1000;

/** Tells a person what happens, line by line, so that it reads the same in a terminal and in a log. */
export function createNarrator(write: (text: string) => void, now: () => number): Narrator {
  const started = now();
  let last = started;
  const say = (sentence: string) => {
    last = now();
    const seconds = Math.round((last - started) / 1000);
    write(`[${String(seconds).padStart(4)} s] ${sentence}\n`);
  };
  return {
    say,
    during: async (sentence, work) => {
      say(sentence);
      const reminder = setInterval(() => {
        if (now() - last >= SILENCE_MILLISECONDS) say(`  … ${sentence}`);
      }, LOOK_MILLISECONDS);
      try {
        return await work();
      } finally {
        clearInterval(reminder);
      }
    },
  };
}
