import { expect, it } from "vitest";
import type { WrittenCase } from "../../../bench/drift/drift-case.ts";
import {
  innocentColumns,
  isDefect,
  isFound,
  type Judged,
  judgedCases,
  matchThreshold,
  namedRate,
  rateOf,
  runsToDetection,
  withThreshold,
} from "../../../bench/drift/measures.ts";
import { decimal, formatRate } from "../../../bench/drift/render-tables.ts";
import type { ToolVerdicts, Verdict } from "../../../bench/drift/verdict-file.ts";

const CASE: WrittenCase = {
  id: "one",
  kind: "varying",
  source: "simulation",
  variation: "mixed",
  rows: 1000,
  batches: 20,
  run: 0,
  truth: { is: "stable" },
  columns: ["a", "b", "c"],
  digest: "",
};
const VERDICT: Verdict = { alarm: false, inconclusive: false, named: [], scores: [0, 0, 0], seconds: 1, peakMiB: 1 };
const DEFECT = { is: "defect", kind: "shift", size: 0.2, columns: ["b"] } as const;

const judged = (verdict: Partial<Verdict>, written: Partial<WrittenCase> = {}): Judged => ({
  written: { ...CASE, ...written },
  verdict: { ...VERDICT, ...verdict },
});
const scored = (...scores: number[]) => judged({ scores });

it.each`
  what                        | truth                         | named         | alarm    | found
  ${"the right column"}       | ${DEFECT}                     | ${["a", "b"]} | ${true}  | ${true}
  ${"another column"}         | ${DEFECT}                     | ${["a"]}      | ${true}  | ${false}
  ${"named without an alarm"} | ${DEFECT}                     | ${["b"]}      | ${false} | ${false}
  ${"repeated rows"}          | ${{ ...DEFECT, columns: [] }} | ${[]}         | ${true}  | ${true}
  ${"real change, whatever"}  | ${{ is: "changed" }}          | ${["c"]}      | ${true}  | ${true}
  ${"an alarm for nothing"}   | ${{ is: "stable" }}           | ${["b"]}      | ${true}  | ${false}
`("found: $what", ({ truth, named, alarm, found }) => {
  expect(isFound(judged({ named, alarm }, { truth }))).toBe(found);
});

it("counts innocent columns over the alarms on defects alone", () => {
  const some = [
    judged({ alarm: true, named: ["a", "b", "c"] }, { truth: DEFECT }),
    judged({ alarm: true, named: ["b"] }, { truth: DEFECT }),
    judged({ alarm: false, named: ["a"] }, { truth: DEFECT }),
    judged({ alarm: true, named: ["a"] }),
  ];
  expect(innocentColumns(some)).toBe(1);
  expect(namedRate(some)).toMatchObject({ count: 2, total: 2 });
  expect(innocentColumns([])).toBeUndefined();
});

it("the matched threshold lets as many untouched cases alarm, and one step below it lets more", () => {
  const untouched = [scored(0.2, 0.9, 0), scored(3, 0.1, 0), scored(2, 2, 0), scored(1, 0, 0), scored(0.4, 0.5, 0.3)];
  const alarms = (threshold: number) =>
    withThreshold(untouched, threshold).filter(({ verdict }) => verdict.alarm).length;
  const threshold = matchThreshold(untouched, 0.4);
  expect(alarms(threshold)).toBe(2);
  expect(alarms(threshold * 0.999)).toBe(3);
  expect(alarms(matchThreshold(untouched, 0))).toBe(0);
});

it("names the columns that are over another threshold; a column without a score never is", () => {
  const [one] = withThreshold([judged({ scores: [1, null, 2], named: ["b"], alarm: true })], 1.5);
  expect(one?.verdict).toMatchObject({ alarm: true, named: ["c"] });
});

it("a lasting defect is found in the first run that names it, or never", () => {
  const run = (base: string, index: number, named: string[]) =>
    judged(
      { alarm: named.length > 0, named },
      { id: `${base} lasting shift ${String(index + 1)}`, run: index, truth: DEFECT },
    );
  const some = [run("x", 0, ["a"]), run("x", 1, ["b"]), run("x", 2, ["b"]), run("y", 0, []), run("y", 1, [])];
  expect(runsToDetection(some)).toEqual([2, undefined]);
  // They are no defects of the other tables.
  expect(some.filter(isDefect)).toEqual([]);
});

it("a case of which a tool said nothing, or failed on, is not counted", () => {
  const cases = [CASE, { ...CASE, id: "two" }, { ...CASE, id: "three" }];
  const verdicts: ToolVerdicts = new Map<string, Verdict | { failed: string }>([
    ["one", VERDICT],
    ["two", { failed: "out of memory" }],
  ]);
  const some = judgedCases(cases, verdicts);
  expect(some.map(({ written }) => written.id)).toEqual(["one"]);
});

it("rates stand with their interval", () => {
  expect(formatRate(rateOf([]))).toBe("");
  expect(formatRate(rateOf([true, ...Array.from({ length: 19 }, () => false)]))).toBe(".05 [0–.25] of 20");
  expect([0, 0.004, 0.995, 1, 0.5].map(decimal)).toEqual(["0", "0", ".99", "1", ".50"]);
});
