import { DRIFT_BOUND_NAMES, findDriftBound } from "../drift/drift-bound.ts";
import { EDIT_VARIABLES, findUnknownVariable } from "../retraining/edit-variables.ts";
import { describeTimeZoneIssue, parseCronFields } from "../schedule/cron-fields.ts";
import { toAlarmRule } from "./alarm-terms.ts";
import { checkFilePath } from "./check-file-path.ts";
import type { DescribedIssue } from "./describe-schema-issue.ts";
import { findDoubled } from "./find-doubled.ts";
import type { DriftConfig, RetrainConfig } from "./monitoring-config.ts";
import type { ModelConfig } from "./project-config.ts";
import { suggestName } from "./suggest-name.ts";

type Path = readonly PropertyKey[];

/** Rules about a model's `drift`, `labels` and `retrain` that need more than one key. `path` leads to the model. */
export function checkMonitoring(path: Path, model: ModelConfig): DescribedIssue[] {
  const { drift, retrain } = model;
  return [
    ...(drift === undefined ? [] : checkDrift([...path, "drift"], drift, model)),
    ...(retrain === undefined ? [] : checkRetrain([...path, "retrain"], retrain, model)),
  ];
}

function checkDrift(path: Path, drift: DriftConfig, model: ModelConfig): DescribedIssue[] {
  const { schedule, "time-zone": timeZone } = drift;
  const fields = schedule === undefined ? undefined : parseCronFields(schedule);
  const zone = describeTimeZoneIssue(timeZone);
  return [
    ...(fields !== undefined && "message" in fields
      ? [{ path: [...path, "schedule"], about: "value" as const, ...fields }]
      : []),
    ...(zone === undefined
      ? []
      : [{ path: [...path, "time-zone"], about: "value" as const, ...suggestZone(timeZone, zone) }]),
    ...checkAlarm(path, drift),
    ...Object.entries(drift.bounds).flatMap(([name, value]) => checkBound([...path, "bounds", name], name, value)),
    ...checkDataset(path, drift, model),
  ];
}

function checkAlarm(path: Path, { alarm, schedule, "false-alarms": budget }: DriftConfig): DescribedIssue[] {
  const { drifted, of } = toAlarmRule(alarm);
  const impossible: DescribedIssue = {
    path: [...path, "alarm"],
    about: "value",
    message: `is ${String(drifted)} of the last ${String(of)} windows, which can never be.`,
    hint: `Write ${String(of)} of ${String(drifted)}.`,
  };
  const unscheduled: DescribedIssue = {
    path: [...path, "false-alarms"],
    about: "key",
    message: "depends on how often data are looked at, and there is no schedule.",
    hint: 'Add schedule: "17 3 * * *" beside it, or take it out.',
  };
  return [
    ...(drifted > of ? [impossible] : []),
    ...(budget !== undefined && schedule === undefined ? [unscheduled] : []),
  ];
}

function checkBound(path: Path, name: string, value: number): DescribedIssue[] {
  const bound = findDriftBound(name);
  if (bound === undefined) {
    const near = suggestName(name, DRIFT_BOUND_NAMES);
    const hint = near === undefined ? `There are ${DRIFT_BOUND_NAMES.join(", ")}.` : `Did you mean ${near}?`;
    return [{ path, about: "key", message: "is no bound of the drift rule.", hint }];
  }
  const { least, most } = bound;
  if (value >= least && value <= most) return [];
  const message = `must be a number from ${String(least)} to ${String(most)}, but is ${String(value)}.`;
  return [{ path, about: "value", message, hint: "docs/statistics.md says what each bound is of." }];
}

function suggestZone(
  timeZone: string,
  issue: { readonly message: string; readonly hint: string },
): { readonly message: string; readonly hint: string } {
  const near = suggestName(timeZone, Intl.supportedValuesOf("timeZone"));
  return near === undefined ? issue : { ...issue, hint: `Did you mean ${near}?` };
}

/** Drift evidence is of one dataset, and has to be filed under its name. */
function checkDataset(path: Path, { dataset }: DriftConfig, { data }: ModelConfig): DescribedIssue[] {
  const names = data.flatMap(({ name }) => name ?? []);
  if (dataset !== undefined) {
    if (names.includes(dataset)) return [];
    const near = suggestName(dataset, names);
    const message = `names the data set ${JSON.stringify(dataset)}, which the model does not have.`;
    const known = names.length === 0 ? "No data set under data has a name yet." : `It has ${names.join(", ")}.`;
    return [
      {
        path: [...path, "dataset"],
        about: "value",
        message,
        hint: near === undefined ? known : `Did you mean ${near}?`,
      },
    ];
  }
  if (names.length <= 1) return [];
  const message = `does not say which of the data sets ${names.join(", ")} it is about.`;
  return [{ path, about: "key", message, hint: `Add dataset: ${names[0] ?? ""}.` }];
}

function checkRetrain(path: Path, retrain: RetrainConfig, { drift, labels }: ModelConfig): DescribedIssue[] {
  const { failed, of, open, edits } = retrain;
  const issues: DescribedIssue[] = [];
  if (failed > of) {
    issues.push({
      path: [...path, "failed"],
      about: "value",
      message: `is ${String(failed)} of the last ${String(of)} windows, which can never be.`,
      hint: `Write at most ${String(of)}, or a larger of.`,
    });
  }
  if (drift === undefined && open === "auto") {
    issues.push({
      path,
      about: "key",
      message: "opens pull requests when windows drift, and nobody looks for drift.",
      hint: 'Add drift: { schedule: "17 3 * * 1" } to the model, or write open: command.',
    });
  }
  if (retrain["performance-drop"] !== undefined && labels === undefined) {
    issues.push({
      path: [...path, "performance-drop"],
      about: "key",
      message: "needs to know when labels arrive, which is not given.",
      hint: "Add labels: { delay: 14d } to the model.",
    });
  }
  return [...issues, ...checkEdits([...path, "edits"], edits)];
}

function checkEdits(path: Path, edits: RetrainConfig["edits"]): DescribedIssue[] {
  return [
    ...edits.flatMap(({ file, value }, index) => [
      ...checkEdited([...path, index, "file"], file),
      ...checkVariables([...path, index, "value"], value),
    ]),
    ...findDoubled(
      edits.map(({ file, pointer }, index): [Path, string] => [[...path, index], `${file}#${pointer}`]),
      (name) => name,
      "value",
    ),
  ];
}

function checkVariables(path: Path, value: RetrainConfig["edits"][number]["value"]): DescribedIssue[] {
  const unknown = findUnknownVariable(value);
  if (unknown === undefined) return [];
  const near = suggestName(unknown, EDIT_VARIABLES);
  const hint = near === undefined ? `There are ${EDIT_VARIABLES.join(", ")}.` : `Did you mean ${near}?`;
  return [{ path, about: "value", message: `has ${unknown}, which is no variable.`, hint }];
}

const EDITABLE = /\.(ya?ml|json|toml|dvc|lock)$/i;

/** The retraining pull request writes there, so it is one file, no workflow (the App may not) and none of Pawl's own rules. */
function checkEdited(path: Path, file: string): DescribedIssue[] {
  const refuse = (message: string, hint: string): DescribedIssue[] => [{ path, about: "value", message, hint }];
  if (/[*?]|:\/\//.test(file)) {
    return refuse("must be one file of this repository.", "Write its path from the root, like params.yaml.");
  }
  const unsafe = checkFilePath(path, file);
  if (unsafe.length > 0) return unsafe;
  const plain = file.toLowerCase();
  if (plain.startsWith(".github/") || plain.startsWith(".pawl/") || plain.startsWith(".git/")) {
    return refuse(
      "lies where rules, workflows and aliases are, which a retraining does not change.",
      "Put what changes with the data into a file of the model, like params.yaml.",
    );
  }
  if (!EDITABLE.test(plain)) return refuse("is not YAML, JSON or TOML.", "Edits change a value in such a file.");
  return [];
}
