import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DRIFT_OUTPUTS } from "../../actions/drift/inputs.ts";
import type { DriftEvidence } from "../../src/core/evidence/drift-evidence.ts";
import type { LedgerEntry } from "../../src/core/evidence/ledger-index.ts";
import { parseStatement, serializeEvidence } from "../../src/core/evidence/statement.ts";
import type { EndedAction } from "../support/action-job.ts";
import { builtBundle } from "../support/build-bundle.ts";
import { buildDataEntry } from "../support/data-entry.ts";
import { createDataJob, flights } from "../support/data-job.ts";
import { serveLedger } from "../support/serve-ledger.ts";

const bundle = builtBundle();
const SHIFTED = flights(2000).replace(/^(\d+),JFK,(\w+),B737/gm, "$1,HNL,$2,E190");
const job = (files: Readonly<Record<string, string>> = {}) =>
  createDataJob(bundle(), { "before.csv": flights(40_000), "same.csv": flights(1900), "now.csv": SHIFTED, ...files });
const inputs = (more: Record<string, string> = {}) => ({
  model: "late-flights",
  current: "now.csv",
  reference: "before.csv",
  "github-token": "",
  ...more,
});

function evidenceOf({ outputs, printed }: EndedAction): DriftEvidence {
  const file = outputs["evidence"] ?? "";
  if (file === "") throw new Error(`no evidence: ${printed}`);
  const { predicate } = parseStatement(readFileSync(file), file);
  if (predicate.schema !== "pawl.drift/v1") throw new Error(`${file} is no drift evidence`);
  return predicate;
}

describe("drift", () => {
  it("fails the step, with evidence, outputs, a summary and words", async () => {
    const ended = await job().run("drift", inputs({ methods: "*: psi" }));
    const evidence = evidenceOf(ended);
    expect(ended.code).toBe(1);
    expect(evidence).toMatchObject({
      model: "late-flights",
      key: "flights",
      outcome: { kind: "succeeded" },
      verdict: "drift",
      rule: { name: "calibrated-surprise/v1" },
      current: { path: "now.csv", rows: 2000, dataset: { algorithm: "sha256" } },
    });
    expect(evidence.reference.map(({ name, rows }) => [name, rows])).toEqual(
      Array.from({ length: 20 }, (_, index) => [`part-${String(index + 1).padStart(2, "0")}`, 2000]),
    );
    expect(evidence.calibration?.batches).toHaveLength(20);
    expect(evidence.scores.map(({ method }) => method)).toContain("psi");
    expect(Object.keys(ended.outputs).sort()).toEqual(Object.keys(DRIFT_OUTPUTS).sort());
    expect(ended.outputs["artifact-name"]).toBe("pawl-drift-late-flights-flights");
    expect(JSON.parse(ended.outputs["drifted-columns"] ?? "")).toEqual(expect.arrayContaining(["origin", "aircraft"]));
    expect(ended.summary).toContain("❌ Drift in flights of late-flights");
    expect(ended.printed).toMatch(/::error::.*aircraft/);
  });

  it("names no category that the configuration does not show", async () => {
    const ended = await job().run("drift", inputs());
    for (const text of [JSON.stringify(evidenceOf(ended)), ended.summary, ended.printed]) {
      expect(text).toContain("E190"); // of aircraft, which show-categories has
      expect(text).not.toContain("HNL"); // of origin
    }
  });

  it("that is none passes", async () => {
    const ended = await job().run("drift", inputs({ current: "same.csv" }));
    expect([ended.code, ended.outputs["verdict"], ended.outputs["drifted-columns"]]).toEqual([0, "stable", "[]"]);
  });

  it("is only told where it shall not fail the step", async () => {
    const ended = await job().run("drift", inputs({ "fail-on": "never", key: "nightly" }));
    expect([ended.code, ended.outputs["verdict"]]).toEqual([0, "drift"]);
    expect(ended.outputs["artifact-name"]).toBe("pawl-drift-late-flights-nightly");
    expect(ended.printed).toMatch(/::warning::.*aircraft/);
  });

  it("by a threshold of one's own fails the step, whatever the rule says", async () => {
    const given = inputs({ current: "same.csv", methods: "delay: psi >= 0\norigin: psi >= 1" });
    const ended = await job().run("drift", given);
    expect([ended.code, ended.outputs["verdict"]]).toEqual([1, "stable"]);
    expect(ended.printed).toMatch(/::error::psi of delay is [\d.]+, at or above 0/);
  });

  it("counts from the bounds that are given", async () => {
    const bounds =
      "distribution: 0.9\ncell: 0.9\nshare: 0.9\nrare-share: 0.9\nnew-mass: 0.9\nspike: 0.9\nassociation: 1";
    const { rule } = evidenceOf(await job().run("drift", inputs({ bounds })));
    expect(rule.parameters).toMatchObject({ distribution: 0.9, newMass: 0.9 });
  });
});

describe("the reference on the ledger", () => {
  const TOKEN = { "github-token": "token-of-the-job", reference: "ledger" };
  const entry = (run: number, more: Partial<LedgerEntry> = {}) =>
    buildDataEntry({
      path: `evidence/late-flights/2026-11/data-${String(run)}-1-flights.json`,
      workflowRun: { id: run, number: run, attempt: 1, event: "push" },
      fingerprint: `sha256:${String(run)}`,
      ...more,
    });

  const at = (day: number) => `2026-11-${String(day + 1).padStart(2, "0")}T00:00:00Z`;

  /** Data evidence as validate-data leaves it. */
  async function validated(csv: string, reference?: string): Promise<string> {
    const files = { "data/flights.csv": csv, ...(reference === undefined ? {} : { "reference.json": reference }) };
    const given = {
      model: "late-flights",
      "github-token": "",
      reference: reference === undefined ? "none" : "reference.json",
    };
    const ended = await createDataJob(bundle(), files).run("validate-data", given);
    return readFileSync(ended.outputs["evidence"] ?? "", "utf8");
  }

  const named = (digest: string | undefined, part: number) =>
    `data-${digest?.slice(0, 8) ?? ""}/part-${String(part).padStart(2, "0")}`;

  it("is the newest accepted data, in parts: their profiles are enough", async () => {
    const { url, entries } = await serveLedger("late-flights", [
      { entry: entry(7), text: await validated(flights(40_000)) },
    ]);
    const ended = await job().run("drift", inputs(TOKEN), { GITHUB_API_URL: url });
    const { verdict, reference } = evidenceOf(ended);
    const origin = { document: entries[0]?.digest, fingerprint: "sha256:7", from: "accepted" };
    expect(verdict).toBe("drift");
    expect(reference).toMatchObject(
      Array.from({ length: 20 }, (_, index) => ({ name: named(origin.document, index + 1), rows: 2000, ...origin })),
    );
    expect(ended.summary).toContain("Reference: 20 batches of accepted data.");
  });

  it("is one batch for each where there are eight, oldest first", async () => {
    const first = await validated(flights(2000));
    const rows = Array.from({ length: 7 }, (_, index) => 1900 - 10 * index);
    const others = await Promise.all(rows.map((count) => validated(flights(count), first)));
    const texts = [first, ...others];
    const documents = texts.map((text, index) => ({ entry: entry(index + 7, { acceptedAt: at(index) }), text }));
    const { url } = await serveLedger("late-flights", documents.toReversed());
    const given = inputs({ ...TOKEN, current: "same.csv" });
    const evidence = evidenceOf(await job().run("drift", given, { GITHUB_API_URL: url }));
    expect(evidence.reference.map((batch) => batch.rows)).toEqual([2000, ...rows]);
    expect(evidence.verdict).toBe("stable");
    const fewer = evidenceOf(await job().run("drift", { ...given, batches: "3" }, { GITHUB_API_URL: url }));
    expect(fewer.reference.map((batch) => batch.rows)).toEqual(Array<number>(3).fill(102));
  });

  it.each`
    case                           | more                      | answer | said
    ${"there is no ledger"}        | ${{}}                     | ${404} | ${/^NOT_FOUND: the ledger has no accepted data of flights/}
    ${"the ledger cannot be read"} | ${{}}                     | ${403} | ${/./}
    ${"there is no token"}         | ${{ "github-token": "" }} | ${404} | ${/^INPUT_INVALID: input "reference" is "ledger", and there is no token/}
  `("is demanded: $case", async ({ more, answer, said }) => {
    const { url } = await serveLedger("late-flights", [], { refusal: answer });
    const ended = await job().run("drift", inputs({ ...TOKEN, ...more }), { GITHUB_API_URL: url });
    const { outcome, verdict } = evidenceOf(ended);
    expect([ended.code, outcome.kind, verdict]).toEqual([1, "failed", "inconclusive"]);
    expect("logTail" in outcome ? outcome.logTail.join("\n") : "").toMatch(said);
  });

  it("that was changed by hand is not believed", async () => {
    const text = await validated(flights(2000));
    const { predicate } = parseStatement(Buffer.from(text), "data.json");
    const forged = serializeEvidence({ ...predicate, model: "other" });
    const { url } = await serveLedger("late-flights", [{ entry: entry(7), text: forged, keepDigest: true }]);
    const ended = await job().run("drift", inputs(TOKEN), { GITHUB_API_URL: url });
    expect(JSON.stringify(evidenceOf(ended).outcome)).toContain("is not the document that the ledger's index names");
  });
});

describe("what cannot be compared leaves evidence that says so", () => {
  it.each`
    case                               | given                                        | said
    ${"current data that are nowhere"} | ${{ current: "none.csv" }}                   | ${/^DATA_UNREADABLE: none.csv does not exist/}
    ${"a batch that is nowhere"}       | ${{ reference: "before.csv\nnone.parquet" }} | ${/^DATA_UNREADABLE: none.parquet does not exist/}
    ${"a column that there is not"}    | ${{ methods: "dely: psi" }}                  | ${/^INPUT_INVALID: .*"dely"/}
  `("$case", async ({ given, said }) => {
    const ended = await job().run("drift", inputs(given));
    const { outcome, verdict } = evidenceOf(ended);
    expect([ended.code, outcome.kind, verdict]).toEqual([1, "failed", "inconclusive"]);
    expect("logTail" in outcome ? outcome.logTail.join("\n") : "").toMatch(said);
    expect(ended.outputs["outcome"]).toBe("failed");
    expect(ended.summary).toContain("❌");
  });

  it.each`
    case                               | given                                  | said
    ${"a method that there is not"}    | ${{ methods: "delay: psy" }}           | ${'did you mean \\"psi\\"?'}
    ${"the ledger and files together"} | ${{ reference: "ledger\nbefore.csv" }} | ${"cannot be the reference together"}
    ${"no current data"}               | ${{ current: "" }}                     | ${'input "current" is missing'}
  `("but not inputs that mean nothing: $case", async ({ given, said }) => {
    const ended = await job().run("drift", inputs(given));
    expect(ended.code).toBe(1);
    expect(ended.printed.replaceAll('"', '\\"')).toContain(String(said).replaceAll('\\"', '"').replaceAll('"', '\\"'));
  });
});
