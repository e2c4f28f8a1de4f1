import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DriftEvidence } from "../../src/core/evidence/drift-evidence.ts";
import { parseStatement } from "../../src/core/evidence/statement.ts";
import { noMonitoring, type Slot } from "../../src/core/monitoring/monitoring.ts";
import { parseSchedule } from "../../src/core/schedule/schedule.ts";
import { slotAtOrBefore } from "../../src/core/schedule/slots.ts";
import type { EndedAction } from "../support/action-job.ts";
import { builtBundle } from "../support/build-bundle.ts";
import { createDataJob, flights } from "../support/data-job.ts";
import { serveLedger } from "../support/serve-ledger.ts";

const bundle = builtBundle();
const CRON = "17 3 1 1 *";
const SCHEDULE = { cron: CRON, timeZone: "Europe/Berlin" };
/** Once a year, so that no slot begins while the tests run. */
const SLOT = slotAtOrBefore(parseSchedule(SCHEDULE), new Date().toISOString()) ?? "";

const config = (drift: string, time = "") => `models:
  late-flights:
    paths: [src/**]
    primary-metric: roc-auc
    data:
      - name: flights
        path: data/flights.csv
        show-categories: [aircraft]
${time}    drift:
${drift}`;
const YEARLY = `      schedule: "${CRON}"\n      time-zone: Europe/Berlin\n`;

const job = (drift: string, files: Readonly<Record<string, string>> = {}, time = "") =>
  createDataJob(bundle(), {
    ".github/pawl.yml": config(drift, time),
    "before.csv": flights(40_000),
    "same.csv": flights(1900),
    ...files,
  });
const inputs = (more: Record<string, string> = {}) => ({
  model: "late-flights",
  current: "same.csv",
  reference: "before.csv",
  "github-token": "",
  ...more,
});
const TOKEN = { "github-token": "token-of-the-job" };

function evidenceOf({ outputs, printed }: EndedAction): DriftEvidence {
  const file = outputs["evidence"] ?? "";
  if (file === "") throw new Error(`no evidence: ${printed}`);
  const { predicate } = parseStatement(readFileSync(file), file);
  if (predicate.schema !== "pawl.drift/v1") throw new Error(`${file} is no drift evidence`);
  return predicate;
}

describe("a check that another workflow run does", () => {
  const SCHEDULED = { GITHUB_EVENT_NAME: "schedule" };
  const run = (id: number) => ({ id, url: `https://github.com/acme/demo/actions/runs/${String(id)}` });
  const slot = (more: Partial<Slot> = {}): Slot => ({
    at: SLOT,
    claimedAt: SLOT,
    by: "app",
    key: `drift/late-flights/${SLOT}`,
    state: "dispatched",
    workflowRun: run(77),
    ...more,
  });
  const serve = (slots: readonly unknown[], refusal?: number) => {
    const monitoring = { ...noMonitoring("late-flights"), slots };
    const files = new Map([["models/late-flights/monitoring.json", JSON.stringify(monitoring)]]);
    return serveLedger("late-flights", [], { more: files, ...(refusal === undefined ? {} : { refusal }) });
  };

  it("is left to it, with a notice and no evidence", async () => {
    const { url } = await serve([slot()]);
    const ended = await job(YEARLY).run("drift", inputs(TOKEN), { ...SCHEDULED, GITHUB_API_URL: url });
    expect([ended.code, ended.outputs["skipped"], ended.outputs["evidence"] ?? ""]).toEqual([0, "true", ""]);
    expect(ended.printed).toContain(
      `::notice::The check that was due at ${SLOT} is another workflow run's (it has https://github.com/acme/demo/actions/runs/77)`,
    );
    expect(ended.summary).toBe("");
  });

  it.each`
    case                                    | slots                                                 | env
    ${"this very workflow run was adopted"} | ${[slot({ by: "schedule", workflowRun: run(9001) })]} | ${{}}
    ${"the App dispatched this one"}        | ${[slot()]}                                           | ${{ GITHUB_EVENT_NAME: "workflow_dispatch" }}
  `("is done where $case", async ({ slots, env }: { slots: readonly Slot[]; env: Record<string, string> }) => {
    const { url } = await serve(slots);
    const ended = await job(YEARLY).run("drift", inputs(TOKEN), { ...SCHEDULED, GITHUB_API_URL: url, ...env });
    expect([ended.code, ended.outputs["skipped"], evidenceOf(ended).verdict]).toEqual([0, "false", "stable"]);
  });

  it("is done, with a note, where the ledger cannot be read", async () => {
    const { url } = await serve([], 403);
    const ended = await job(YEARLY).run("drift", inputs(TOKEN), { ...SCHEDULED, GITHUB_API_URL: url });
    expect(ended.code).toBe(0);
    expect(evidenceOf(ended).notes.join("\n")).toMatch(/Asking the ledger whether another workflow run .* failed/);
  });

  it("is done, with a note, where somebody broke the document", async () => {
    const { url } = await serve([{ at: "soon" }]);
    const ended = await job(YEARLY).run("drift", inputs(TOKEN), { ...SCHEDULED, GITHUB_API_URL: url });
    expect(evidenceOf(ended).notes.join("\n")).toContain(
      "models/late-flights/monitoring.json is not a document of the ledger",
    );
  });
});

describe("a workflow run that the App started for one of several models", () => {
  const NO_SCHEDULE = "      window: 7d\n";

  it.each`
    case                                      | key                                       | drift          | skipped
    ${"another model's check is left to it"}  | ${"drift/no-shows/2026-11-26T03:17Z"}     | ${YEARLY}      | ${true}
    ${"a model without a schedule is done"}   | ${"drift/no-shows/2026-11-26T03:17Z"}     | ${NO_SCHEDULE} | ${false}
    ${"its own check is done"}                | ${"drift/late-flights/2026-11-26T03:17Z"} | ${YEARLY}      | ${false}
    ${"a key of somebody else's is no check"} | ${"nightly"}                              | ${YEARLY}      | ${false}
  `("$case", async ({ key, drift, skipped }: { key: string; drift: string; skipped: boolean }) => {
    const check = job(drift, { "event.json": JSON.stringify({ inputs: { "pawl-key": key } }) });
    const event = { GITHUB_EVENT_NAME: "workflow_dispatch", GITHUB_EVENT_PATH: join(check.workspace, "event.json") };
    const ended = await check.run("drift", inputs(), event);
    expect([ended.code, ended.outputs["skipped"]]).toEqual([0, String(skipped)]);
    if (skipped) expect(ended.outputs["evidence"] ?? "").toBe("");
    else expect(evidenceOf(ended).verdict).toBe("stable");
    expect(ended.printed.includes("::notice::This workflow run is a check of no-shows; that of late-flights is")).toBe(
      skipped,
    );
  });
});

describe("the window", () => {
  /** Half of the rows are of the day before the slot, half of a day later. */
  const timed = (rows: number, days: readonly string[]) =>
    flights(rows)
      .trimEnd()
      .split("\n")
      .map((line, index) => `${line},${index === 0 ? "departed" : (days[index % days.length] ?? "")}`)
      .join("\n");
  const TIME = "        time: departed\n";
  const dayBefore = new Date(Date.parse(SLOT) - 86_400_000).toISOString();

  it("is what the App passes, and goes into the evidence", async () => {
    const files = { "now.csv": timed(1000, ["2026-11-20", "2026-11-27 08:00:00", "long ago"]) };
    const given = { "window-start": "2026-11-19T03:17Z", "window-end": "2026-11-26T03:17:00Z", current: "now.csv" };
    const ended = await job(YEARLY, files, TIME).run("drift", inputs(given));
    const { window, current, notes } = evidenceOf(ended);
    expect(window).toEqual({ start: "2026-11-19T03:17:00Z", end: "2026-11-26T03:17:00Z" });
    expect(current.rows).toBe(333);
    expect(notes).toContain(
      "667 rows not of the window left out: 334 of later ones, 333 without a time that can be read.",
    );
    expect(ended.summary).toContain("window 2026-11-19 03:17 UTC to 2026-11-26 03:17 UTC");
  });

  it("is the configuration's, up to when the check was last due, where nothing is passed", async () => {
    const files = { "now.csv": timed(1000, [dayBefore, "2019-01-01"]) };
    const drift = job(`${YEARLY}      window: 7d\n`, files, TIME);
    const { window, current } = evidenceOf(await drift.run("drift", inputs({ current: "now.csv" })));
    expect(window?.end).toBe(SLOT);
    expect(Date.parse(SLOT) - Date.parse(window?.start ?? "")).toBe(7 * 86_400_000);
    expect(current.rows).toBe(500);
  });

  it("without a column of times is said to be whatever was fetched", async () => {
    const given = { "window-start": "2026-11-19T03:17:00Z", "window-end": "2026-11-26T03:17:00Z" };
    const { window, current, notes } = evidenceOf(await job(YEARLY).run("drift", inputs(given)));
    expect(window?.end).toBe("2026-11-26T03:17:00Z");
    expect(current.rows).toBe(1900);
    expect(notes).toContain(
      "The configuration names no time of flights, so no row was left out: whatever was fetched is taken to be the window.",
    );
  });

  it("without a row fails with words", async () => {
    const files = { "now.csv": timed(100, ["2019-01-01"]) };
    const given = { "window-start": "2026-11-19T03:17:00Z", "window-end": "2026-11-26T03:17:00Z", current: "now.csv" };
    const ended = await job(YEARLY, files, TIME).run("drift", inputs(given));
    const { outcome, window } = evidenceOf(ended);
    expect(ended.code).toBe(1);
    expect(window?.start).toBe("2026-11-19T03:17:00Z");
    expect("logTail" in outcome ? outcome.logTail[0] : "").toBe(
      "DATA_UNREADABLE: now.csv has no row from 2026-11-19T03:17:00Z to 2026-11-26T03:17:00Z: 100 are earlier, 0 later, 0 without a time",
    );
  });
});

describe("what the configuration says", () => {
  it("holds where the inputs say nothing else", async () => {
    const drift = "      bounds: { distribution: 0.9, rare-share: 0.8 }\n";
    const { rule } = evidenceOf(await job(drift).run("drift", inputs({ bounds: "rare-share: 0.7" })));
    expect(rule.parameters).toMatchObject({ distribution: 0.9, rareShare: 0.7 });
  });

  it("with a bound that there is not is an error", async () => {
    const ended = await job("      bounds: { distributon: 0.9 }\n").run("drift", inputs());
    expect(ended.code).toBe(1);
    expect(ended.printed).toMatch(/CONFIG_INVALID.*distributon/);
  });
});
