import { describe, expect, it } from "vitest";
import type { DriftEvidence } from "../../../../src/core/evidence/drift-evidence.ts";
import { DRIFT } from "../../../../src/core/gate/rules/drift.ts";
import { buildDrift } from "../../evidence/build-evidence.ts";
import { accept } from "../../report/build-facts.ts";
import { buildChallenger, buildGateFacts, judge } from "../build-gate-facts.ts";

const on = (day: number, overrides: Partial<DriftEvidence> = {}) =>
  accept(buildDrift({ finishedAt: `2026-11-${String(day)}T10:00:00Z`, ...overrides }));
const drifted = (day: number) => on(day, { verdict: "drift", reason: "delay changed." });
const FAILED: Partial<DriftEvidence> = { outcome: { kind: "failed", exitCode: 1, logTail: [] } };
const ALL = { windows: "all" };

describe("drift", () => {
  it.each`
    case                                       | options                       | drift                                               | verdict
    ${"stable"}                                | ${{}}                         | ${[on(24)]}                                         | ${"pass"}
    ${"drift"}                                 | ${{}}                         | ${[drifted(24)]}                                    | ${"fail"}
    ${"drift, and stable since"}               | ${{}}                         | ${[on(24), drifted(20)]}                            | ${"pass"}
    ${"the same in another order"}             | ${{}}                         | ${[drifted(20), on(24)]}                            | ${"pass"}
    ${"none since registration"}               | ${ALL}                        | ${[on(24), on(20)]}                                 | ${"pass"}
    ${"one since registration"}                | ${ALL}                        | ${[on(24), drifted(20)]}                            | ${"fail"}
    ${"undecided"}                             | ${{}}                         | ${[on(24, { verdict: "inconclusive" })]}            | ${"inconclusive"}
    ${"a check that failed"}                   | ${{}}                         | ${[on(24, FAILED), on(20)]}                         | ${"inconclusive"}
    ${"fresh enough"}                          | ${{ "max-age-days": 2 }}      | ${[on(24)]}                                         | ${"pass"}
    ${"too old"}                               | ${{ "max-age-days": 2 }}      | ${[on(20)]}                                         | ${"inconclusive"}
    ${"from the future"}                       | ${{ "max-age-days": 2 }}      | ${[on(29)]}                                         | ${"inconclusive"}
    ${"nobody looked"}                         | ${{}}                         | ${[]}                                               | ${"inconclusive"}
    ${"nobody looked, and that is fine"}       | ${{ "no-checks": "pass" }}    | ${[]}                                               | ${"pass"}
    ${"another dataset drifted"}               | ${{ datasets: ["flights"] }}  | ${[on(24), on(24, { key: "x", verdict: "drift" })]} | ${"pass"}
    ${"every dataset counts"}                  | ${{}}                         | ${[on(24), on(24, { key: "x", verdict: "drift" })]} | ${"fail"}
    ${"a named dataset that nobody looked at"} | ${{ datasets: ["airports"] }} | ${[on(24)]}                                         | ${"inconclusive"}
    ${"attack: a fork says stable"}            | ${{}}                         | ${[accept(buildDrift(), { standing: "fork" })]}     | ${"inconclusive"}
    ${"attack: another model's"}               | ${{}}                         | ${[on(24, { model: "churn" })]}                     | ${"inconclusive"}
  `("$case → $verdict", ({ options, drift, verdict }) => {
    const facts = buildGateFacts({ challenger: buildChallenger({ drift }) });
    expect(judge(DRIFT, options, facts).verdict).toBe(verdict);
  });
});
