import { monitoringPath } from "../../src/core/monitoring/monitoring.ts";
import { parseMonitoring, parseRetraining } from "../../src/core/monitoring/monitoring-documents.ts";
import { retrainingPath } from "../../src/core/retraining/retraining.ts";
import { expectedSlots } from "./expected-slots.ts";
import { filesAt, type QuickRepository } from "./quick-repository.ts";
import { modelsOf, type Simulation } from "./simulate.ts";
import { type SoakSchedule, soakRepository } from "./soak-project.ts";

export interface SimulationJudgement {
  readonly slots: number;
  readonly windows: number;
  readonly pulls: number;
  readonly trainings: number;
  /** Sentences about what is not as it has to be. */
  readonly problems: readonly string[];
  /** What there is in the end, in words that do not depend on ids and on minutes. */
  readonly state: readonly string[];
}

/** Looks at what a simulation left on its GitHub, and at nothing that the App says. */
export function judgeSimulation(
  { github, start, end }: Simulation,
  { repositories, models }: { readonly repositories: number; readonly models: number },
): SimulationJudgement {
  const problems: string[] = [];
  const state: string[] = [];
  const expected = new Map<SoakSchedule, readonly string[]>();
  let [slots, windows, pulls, trainings] = [0, 0, 0, 0];
  for (const [index, repository] of [...github.repositories.values()].entries()) {
    const count = modelsOf({ repositories, models }, index);
    for (const [model, schedule] of soakRepository(index, count).schedules) {
      const due = expected.get(schedule) ?? expectedSlots(schedule, start, end);
      expected.set(schedule, due);
      slots += due.length;
      problems.push(...judgeChecks(repository, model, due));
      const found = judgeModel(repository, model);
      problems.push(...found.problems);
      state.push(...found.state);
      windows += found.windows;
      pulls += found.pulls;
      trainings += found.trainings;
    }
  }
  return { slots, windows, pulls, trainings, problems, state };
}

/** Every time that was due has one workflow run, and nothing else was started. */
function judgeChecks(repository: QuickRepository, model: string, due: readonly string[]): readonly string[] {
  const started = new Map<string, number>();
  for (const { inputs } of repository.runs.values()) {
    const key = inputs["pawl-key"] ?? "";
    if (key.startsWith(`drift/${model}/`)) started.set(key, (started.get(key) ?? 0) + 1);
  }
  const wanted = new Set(due.map((at) => `drift/${model}/${at.slice(0, 16)}Z`));
  return [
    ...[...wanted].filter((key) => !started.has(key)).map((key) => `${repository.name}: ${key} was not started`),
    ...[...started].flatMap(([key, count]) => [
      ...(count === 1 ? [] : [`${repository.name}: ${key} was started ${String(count)} times`]),
      ...(wanted.has(key) ? [] : [`${repository.name}: ${key} was not due`]),
    ]),
  ];
}

function judgeModel(repository: QuickRepository, model: string) {
  const problems: string[] = [];
  const name = `${repository.name} ${model}`;
  const files = filesAt(repository, "pawl") ?? new Map<string, string>();
  const monitoring = parseMonitoring(Buffer.from(files.get(monitoringPath(model)) ?? "{}"), name);
  const text = files.get(retrainingPath(model));
  const records = text === undefined ? [] : parseRetraining(Buffer.from(text), name).records;
  const pulls = [...repository.issues.values()].filter(({ pull }) => pull?.head === `pawl-retrain/${model}`);
  if (pulls.length !== records.length) {
    problems.push(`${name}: ${String(records.length)} retrainings have ${String(pulls.length)} pull requests`);
  }
  const trained = new Map<string, number>();
  for (const { workflow, inputs } of repository.runs.values()) {
    if (workflow === `train-${model}.yml`)
      trained.set(inputs["pawl-key"] ?? "", (trained.get(inputs["pawl-key"] ?? "") ?? 0) + 1);
  }
  for (const [key, count] of trained)
    if (count > 1) problems.push(`${name}: ${key} was trained ${String(count)} times`);
  return {
    problems,
    windows: monitoring.windows.length,
    pulls: pulls.length,
    trainings: trained.size,
    state: [
      ...monitoring.slots.map(({ at, state }) => `${name} slot ${at} ${state}`),
      ...monitoring.windows.map(({ slot, verdict, broken }) => `${name} window ${slot} ${verdict} ${String(broken)}`),
      ...records.map(({ counter, state, cause }) => `${name} retraining ${String(counter)} ${state} ${cause.kind}`),
      ...pulls.map(
        ({ pull, open }, at) =>
          `${name} pull ${String(at)} ${open ? "open" : pull?.mergedAt === null ? "closed" : "merged"}`,
      ),
    ],
  };
}
