import { expect, it } from "vitest";
import { clopperPearson } from "../../../bench/drift/clopper-pearson.ts";

// scipy.stats.binomtest(count, total).proportion_ci(method="exact"), SciPy 1.17.1; 0 of n is 1 - .025^(1/n) too.
it.each`
  count  | total  | low                  | high
  ${0}   | ${60}  | ${0}                 | ${0.05962949228633}
  ${0}   | ${1}   | ${0}                 | ${0.975}
  ${1}   | ${1}   | ${0.025}             | ${1}
  ${1}   | ${20}  | ${0.001265089497956} | ${0.248732762772}
  ${5}   | ${10}  | ${0.1870860284474}   | ${0.8129139715526}
  ${24}  | ${108} | ${0.1478708443864}   | ${0.3123668110916}
  ${350} | ${350} | ${0.989515691968}    | ${1}
`("$count of $total", ({ count, total, low, high }: Record<"count" | "total" | "low" | "high", number>) => {
  const interval = clopperPearson(count, total);
  expect(interval[0]).toBeCloseTo(low, 10);
  expect(interval[1]).toBeCloseTo(high, 10);
});
