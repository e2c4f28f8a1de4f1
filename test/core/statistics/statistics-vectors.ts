import { readFileSync } from "node:fs";

interface Vector {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: every vector has a shape of its own, known to the test that asks for it
  readonly input: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly expected: any;
}

// Not here, because nothing computes them: Agresti–Coull, Clopper–Pearson and Jeffreys intervals, the score test of
// Miettinen and Nurminen, energy distance, the tests of Mann–Whitney, Welch and Wilcoxon, sample sizes for given power.
const FILES = ["statistics.json", "scipy-vectors.json"] as const;

/** The reference vectors whose name begins with `prefix`; there must be one. */
export function statisticsVectors(prefix: string): [Vector, ...Vector[]] {
  const [first, ...rest] = FILES.flatMap((file) => {
    const { vectors }: { vectors: Vector[] } = JSON.parse(
      readFileSync(new URL(`fixtures/${file}`, import.meta.url), "utf8"),
    );
    return vectors.filter(({ name }) => name.startsWith(prefix));
  });
  if (first === undefined) throw new Error(`no vector begins with ${prefix}`);
  return [first, ...rest];
}
