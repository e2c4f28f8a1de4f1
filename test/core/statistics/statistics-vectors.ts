import { readFileSync } from "node:fs";

interface Vector {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: every vector has a shape of its own, known to the test that asks for it
  readonly input: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly expected: any;
  readonly source: string;
}

const FILE = new URL("fixtures/statistics.json", import.meta.url);

/** The reference vectors whose name begins with `prefix`; there must be one. */
export function statisticsVectors(prefix: string): [Vector, ...Vector[]] {
  const { vectors }: { vectors: Vector[] } = JSON.parse(readFileSync(FILE, "utf8"));
  const [first, ...rest] = vectors.filter(({ name }) => name.startsWith(prefix));
  if (first === undefined) throw new Error(`no vector begins with ${prefix}`);
  return [first, ...rest];
}
