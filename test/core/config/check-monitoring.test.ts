import { describe, expect, it } from "vitest";
import { formatConfigIssue } from "../../../src/core/config/config-issue.ts";
import { parseProjectConfig } from "../../../src/core/config/parse-project-config.ts";

/** A model with these further lines, and two data sets that have names. */
function model(...lines: string[]): string {
  const data = "    data: [{ name: flights, path: data/flights.csv }, { name: weather, path: data/weather.csv }]\n";
  return `models:\n  late-flights:\n    paths: [src/**]\n    primary-metric: roc-auc\n${data}${lines.map((line) => `    ${line}\n`).join("")}`;
}

function mistakes(source: string): string[] {
  const parsed = parseProjectConfig(source);
  if (!("issues" in parsed)) return [];
  return parsed.issues.map((issue) =>
    formatConfigIssue(issue, "f").replace(/^f is not valid: line \d+, models\.late-flights\./, ""),
  );
}

const DRIFT = 'drift: { dataset: flights, schedule: "17 3 * * 1" }';

describe("drift, labels and retrain", () => {
  it("can be all there", () => {
    const all = model(
      DRIFT,
      "labels: { delay: 14d }",
      "retrain: { performance-drop: 0.02, edits: [{ file: params.yaml, pointer: /data/end, value: x }] }",
    );
    expect(mistakes(all)).toEqual([]);
  });

  it.each([
    [
      "a cron that GitHub does not take",
      ['drift: { dataset: flights, schedule: "17 3 * * 7" }'],
      'drift.schedule has "7" as its weekday, which GitHub\'s schedule does not take. Write numbers from 0 to 6 or SUN to SAT, with * , - and /. Sunday is 0.',
    ],
    [
      "a time zone that does not exist",
      ["drift: { dataset: flights, time-zone: Europe/Berln }"],
      'drift.time-zone is no time zone: "Europe/Berln". Did you mean Europe/Berlin?',
    ],
    [
      "a data set that does not exist",
      ["drift: { dataset: flihgts }"],
      'drift.dataset names the data set "flihgts", which the model does not have. Did you mean flights?',
    ],
    [
      "two data sets and none named",
      ["drift: {}"],
      "drift does not say which of the data sets flights, weather it is about. Add dataset: flights.",
    ],
    [
      "false alarms of nobody's checks",
      ["drift: { dataset: flights, false-alarms: 1 per 90d }"],
      'drift.false-alarms depends on how often data are looked at, and there is no schedule. Add schedule: "17 3 * * *" beside it, or take it out.',
    ],
    [
      "a budget that is no budget",
      ['drift: { dataset: flights, schedule: "17 3 * * 1", false-alarms: rarely }'],
      "drift.false-alarms must be a number of alarms per hours or days, like 1 per 90d.",
    ],
    [
      "a budget without its unit",
      ['drift: { dataset: flights, schedule: "17 3 * * 1", false-alarms: 1 per 90 }'],
      "drift.false-alarms must be a number of alarms per hours or days, like 1 per 90d.",
    ],
    [
      "an alarm of more windows than are looked at",
      ["drift: { dataset: flights, alarm: 3 of 2 }"],
      "drift.alarm is 3 of the last 2 windows, which can never be. Write 2 of 3.",
    ],
    [
      "an alarm that is one number",
      ["drift: { dataset: flights, alarm: 2 }"],
      "drift.alarm must be so many of the last windows, at most 10, like 2 of 3, but is 2.",
    ],
    [
      "more failures than windows",
      [DRIFT, "retrain: { failed: 6 }"],
      "retrain.failed is 6 of the last 5 windows, which can never be. Write at most 5, or a larger of.",
    ],
    [
      "windows that nobody makes",
      ["retrain: {}"],
      'retrain opens pull requests when windows drift, and nobody looks for drift. Add drift: { schedule: "17 3 * * 1" } to the model, or write open: command.',
    ],
    [
      "performance without labels",
      [DRIFT, "retrain: { performance-drop: 0.02 }"],
      "retrain.performance-drop needs to know when labels arrive, which is not given. Add labels: { delay: 14d } to the model.",
    ],
    [
      "a schedule by its nickname",
      ['drift: { dataset: flights, schedule: "@weekly" }'],
      'drift.schedule is @weekly, which GitHub\'s schedule does not know. Write minute, hour, day of the month, month and weekday, like "17 3 * * 1" for Mondays at 03:17.',
    ],
    [
      "a window without its unit",
      ["drift: { dataset: flights, window: 7 }"],
      "drift.window must be a number of minutes, hours or days, like 90m, 6h or 7d, but is 7.",
    ],
    [
      "a delay without its unit",
      ["labels: { delay: 14 }"],
      "labels.delay must be a number of minutes, hours or days, like 90m, 6h or 7d, but is 14.",
    ],
    [
      "a folder before the workflow",
      ["drift: { dataset: flights, workflow: .github/workflows/drift.yml }"],
      'drift.workflow must be the name of a file in .github/workflows, but is the text ".github/workflows/drift.yml". Write it without a folder, like drift.yml.',
    ],
    [
      "a bound that does not exist",
      ["drift: { dataset: flights, bounds: { distrbution: 0.1 } }"],
      "drift.bounds.distrbution is no bound of the drift rule. Did you mean distribution?",
    ],
    [
      "a bound that every change reaches",
      ["drift: { dataset: flights, bounds: { share: -1 } }"],
      "drift.bounds.share must be a number from 0 to 1, but is -1. docs/statistics.md says what each bound is of.",
    ],
    [
      "an edit with a variable that does not exist",
      [DRIFT, 'retrain: { edits: [{ file: params.yaml, pointer: /data/end, value: "{window-ende}" }] }'],
      "retrain.edits[0].value has {window-ende}, which is no variable. Did you mean {window-end}?",
    ],
    [
      "an edit that would write a list",
      [DRIFT, "retrain: { edits: [{ file: params.yaml, pointer: /data/end, value: [1] }] }"],
      "retrain.edits[0].value must be text, a number, or true or false, but is a list.",
    ],
  ])("%s", (_, lines, mistake) => {
    expect(mistakes(model(...lines))).toEqual([mistake]);
  });

  it("takes retrain without drift where only a command opens it", () => {
    expect(mistakes(model("retrain: { open: command }"))).toEqual([]);
  });

  it.each([
    ["../params.yaml", 'has ".." in it and can match no file.'],
    ["/etc/passwd.yaml", 'begins with "/" and can match no file.'],
    ["**/*.yaml", "must be one file of this repository."],
    [".github/workflows/train.yml", "lies where rules, workflows and aliases are, which a retraining does not change."],
    [".github/pawl.yml", "lies where rules, workflows and aliases are, which a retraining does not change."],
    [
      ".PAWL/aliases/late-flights.yml",
      "lies where rules, workflows and aliases are, which a retraining does not change.",
    ],
    ["train.py", "is not YAML, JSON or TOML."],
  ])("attack: an edit of %s is refused", (file, message) => {
    const edits = `retrain: { edits: [{ file: "${file}", pointer: /a, value: 1 }] }`;
    expect(mistakes(model(DRIFT, edits))[0]).toContain(message);
  });

  it("names an edit that stands there twice", () => {
    const edit = "{ file: params.yaml, pointer: /data/end, value: 1 }";
    expect(mistakes(model(DRIFT, `retrain: { edits: [${edit}, ${edit}] }`))).toEqual([
      'retrain.edits[1] names the value "params.yaml#/data/end" a second time. Name it once.',
    ]);
  });
});
