import { parseProjectConfig } from "../../src/core/config/parse-project-config.ts";
import type { Project } from "../../src/core/config/project-config.ts";

/** A time at which checks are due, as its cron and as what the clocks of the zone show: the second is what the first is checked by. */
export interface SoakSchedule {
  readonly cron: string;
  readonly timeZone: string;
  readonly time: string;
  /** 0 is Sunday; undefined: every day. */
  readonly weekday: number | undefined;
}

/** Times that the clocks of a zone leave out in March are among them. */
export const SOAK_SCHEDULES: readonly SoakSchedule[] = [
  { cron: "30 2 * * *", timeZone: "Europe/Berlin", time: "02:30", weekday: undefined },
  { cron: "17 3 * * 1", timeZone: "UTC", time: "03:17", weekday: 1 },
  { cron: "15 2 * * *", timeZone: "America/New_York", time: "02:15", weekday: undefined },
  { cron: "45 6 * * SUN", timeZone: "Asia/Kolkata", time: "06:45", weekday: 0 },
  { cron: "5 0 * * *", timeZone: "Australia/Lord_Howe", time: "00:05", weekday: undefined },
  { cron: "0 12 * * 3", timeZone: "America/New_York", time: "12:00", weekday: 3 },
];

/** A repository with some models, each with a schedule, and a policy that retrains. */
export function soakRepository(
  index: number,
  models: number,
): {
  readonly project: Project;
  readonly files: ReadonlyMap<string, string>;
  readonly schedules: ReadonlyMap<string, SoakSchedule>;
} {
  const schedules = new Map<string, SoakSchedule>();
  const text = ["models:"];
  for (let at = 0; at < models; at++) {
    const name = `model-${String(at)}`;
    const schedule = SOAK_SCHEDULES[(index + at) % SOAK_SCHEDULES.length];
    if (schedule === undefined) continue;
    schedules.set(name, schedule);
    text.push(
      `  ${name}:`,
      `    paths: ["${name}.py"]`,
      `    workflow: train-${name}.yml`,
      "    primary-metric: roc-auc",
      "    data: [{ name: rows, path: data/rows.csv }]",
      `    drift: { schedule: "${schedule.cron}", time-zone: ${schedule.timeZone}, workflow: drift-${name}.yml, window: 7d }`,
      `    retrain: { edits: [{ file: ${name}.yaml, pointer: /data/end, value: "{window-end-date}" }] }`,
    );
  }
  const parsed = parseProjectConfig(text.join("\n"));
  if ("issues" in parsed) throw new Error(JSON.stringify(parsed.issues));
  const files = [...schedules.keys()].flatMap((name): [string, string][] => [
    [`.github/workflows/drift-${name}.yml`, "on: workflow_dispatch\n"],
    [`.github/workflows/train-${name}.yml`, "on: workflow_dispatch\n"],
    [`${name}.yaml`, "data:\n  end: 2026-01-01\n"],
  ]);
  return { project: parsed.project, files: new Map(files), schedules };
}
