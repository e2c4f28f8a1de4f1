/** Something to be timed. Resolves when it is done, rejects when it failed: a failed run is not a fast one. */
export type Timed = () => Promise<void>;

/**
 * Milliseconds of every run of each, taken in turns so that a slow minute of the machine falls on all of them alike. Every
 * second round goes backwards. One round before the first is not counted: it fills the caches.
 */
export async function measureInTurns<Name extends string>(
  timed: Readonly<Record<Name, Timed>>,
  rounds: number,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(timed) as Name[];
  const times = Object.fromEntries(names.map((name): [string, number[]] => [name, []])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const started = performance.now();
      await timed[name]();
      if (round > 0) times[name].push(performance.now() - started);
    }
  }
  return times;
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
