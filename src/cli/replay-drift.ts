import { basename, resolve } from "node:path";
import { AlarmShare, FalseAlarms, toAlarmRule, toFalseAlarmBudget } from "../core/config/alarm-terms.ts";
import { DEFAULT_ALARM_RULE } from "../core/drift/budget/alarm-rule.ts";
import { type HistoryRequest, makeHistory } from "../core/drift/history/history.ts";
import { FIRST_BATCHES } from "../core/drift/history/replay-history.ts";
import { withoutExcluded } from "../core/drift/without-excluded.ts";
import { PawlError } from "../core/errors.ts";
import type { ProfiledBatch } from "../core/evidence/data-batches.ts";
import { daysOfNames } from "../core/monitoring/days-of-names.ts";
import { parseCronFields } from "../core/schedule/cron-fields.ts";
import { profileBatches } from "../engine/profile-batches.ts";
import { profileCut } from "../engine/profile-cut.ts";
import { assertFetched } from "../runner/datasets/assert-fetched.ts";
import { isProfileDocument } from "../runner/datasets/profile-document.ts";
import { askedCut, wantedCut } from "./batch-arguments.ts";
import { EXIT, type ExitCode } from "./command.ts";
import { dataRequest } from "./data-arguments.ts";
import { demandColumns } from "./demand-columns.ts";
import { historyDocument } from "./history-document.ts";
import { listBatches } from "./list-batches.ts";
import type { CommandOptions, ParsedOptions } from "./parse-arguments.ts";
import { renderReplay } from "./render-replay.ts";
import type { Terminal } from "./terminal.ts";
import { withTerminalEngine } from "./with-terminal-engine.ts";

/** Options of `pawl drift --history`. */
export const HISTORY_OPTIONS = {
  history: {
    description: "Replays the past: judges every file of a folder, oldest first by name, against those before it.",
  },
  "reference-batches": {
    value: "number",
    description: "With --history: how many batches before it a batch is judged against at most, 28 if not given.",
  },
  alarm: {
    value: "so many of the last",
    description: "With --history: how many of the last batches have to drift for an alarm, '2 of 3' if not given.",
  },
  "false-alarms": {
    value: "budget",
    description: "With --history and --schedule: how many false alarms are put up with, as '1 per 90d'.",
  },
  schedule: { value: "cron", description: "With --false-alarms: when checks are going to be, as '17 3 * * *'." },
  weekly: {
    value: "auto, on, off",
    description:
      "With --history: days (by name, or --cut 1d) are compared with the same weekday alone; auto if not given: where they differ by weekday.",
  },
} as const satisfies CommandOptions;

/** What judges one batch, and has no place in a replay. */
const OF_ONE_BATCH = ["reference", "current", "method", "slice", "fail-on"];

/** The most that a reference has in production. */
const MOST_BATCHES = 28;

/** What the checks would have said. Exits with 0 whatever that is: nothing is judged but the past. */
export async function replayDrift(
  given: ParsedOptions,
  terminal: Terminal,
  { bounds, roles }: Pick<HistoryRequest, "bounds" | "roles">,
): Promise<ExitCode> {
  assertNone(given, OF_ONE_BATCH, "with --history every batch of the past is judged against those before it");
  const request = {
    most: parseMost(given.text("reference-batches")),
    plan: parsePlan(given),
    bounds,
    roles,
    now: new Date().toISOString(),
  };
  await assertFetched(given.positionals, terminal.folder);
  const batches = await readPast(given, terminal);
  demandColumns(
    [...(roles?.prediction ?? []), ...(roles?.label ?? [])],
    batches.map(({ profile }) => profile),
  );
  const history = makeHistory({ ...request, batches });
  if (history === undefined) {
    throw refusal(
      `the past has ${String(batches.length)} batches, and the first ${String(FIRST_BATCHES)} are what the others are judged against`,
      "Name a folder with more files, or cut a file finer: --cut 1d.",
    );
  }
  if (given.flag("json")) terminal.print(JSON.stringify(historyDocument(history)));
  else terminal.print(renderReplay(history, terminal.style, terminal.width));
  return EXIT.good;
}

/** Throws `INPUT_INVALID` where an option belongs to a replay, and none is asked for. */
export function assertNoReplay(given: ParsedOptions): void {
  const { history: _, ...others } = HISTORY_OPTIONS;
  assertNone(given, Object.keys(others), "that is for a replay of the past, --history");
}

function assertNone(given: ParsedOptions, options: readonly string[], why: string): void {
  const wrong = options.find((name) => given.list(name).length > 0);
  if (wrong !== undefined) throw refusal(`--${wrong}: ${why}`, `Leave --${wrong} out.`);
}

/** Every batch of the past that is not taken out, oldest first, on one frame. */
async function readPast(given: ParsedOptions, terminal: Terminal): Promise<readonly ProfiledBatch[]> {
  const { positionals } = given;
  const [first, ...others] = positionals;
  if (first === undefined) throw refusal("which past?", "pawl drift --history <folder>, or one file to be cut");
  const shown = given.flag("hide-values") ? ([] as const) : "all";
  const isCut = askedCut(given) !== undefined;
  const paths = others.length > 0 || isCut ? positionals : await listBatches(first, given, terminal.folder);
  for (const path of paths) {
    if (!(await isProfileDocument(resolve(terminal.folder, path)))) continue;
    throw refusal(`${path} is a profile, and the past is replayed on one frame`, "Name the data that it was made of.");
  }
  return withTerminalEngine(terminal, async (engine, onProgress) => {
    if (isCut || paths.length === 1) {
      const data = dataRequest(paths, given, terminal);
      const batches = await profileCut(engine, { data, cut: wantedCut(given), shown, onProgress });
      return withDays(withoutExcluded(batches, given.list("exclude")));
    }
    const all = paths.map((path) => ({ name: nameOf(path), data: dataRequest([path], given, terminal) }));
    const batches = withoutExcluded(all, given.list("exclude"));
    const profiles = await profileBatches(engine, { batches, shown, onProgress });
    return withDays(profiles.map((profile, index) => ({ name: batches[index]?.name ?? "", profile })));
  });
}

/** Batches that do not say of what time they are may be called by it. */
function withDays(batches: readonly ProfiledBatch[]): readonly ProfiledBatch[] {
  const days = daysOfNames(batches.map(({ name }) => name));
  return batches.map((batch) => ({ ...days.get(batch.name), ...batch }));
}

/** `flights/2026-03-12.parquet` → `2026-03-12`. */
function nameOf(path: string): string {
  return basename(path).replace(/(\.(csv|tsv|parquet|pq|jsonl|ndjson|arrows?|feather))?(\.gz)?$/i, "");
}

function parseMost(text: string | undefined): number {
  if (text === undefined) return MOST_BATCHES;
  const most = Number(text);
  if (/^\d+$/.test(text) && most >= FIRST_BATCHES && most <= 60) return most;
  throw refusal(
    `--reference-batches: "${text.slice(0, 60)}" is no number from ${String(FIRST_BATCHES)} to 60`,
    "With fewer than 8 batches little can be told; a check keeps 28.",
  );
}

function parsePlan(given: ParsedOptions): HistoryRequest["plan"] {
  const [alarm, budget, cron] = [given.text("alarm"), given.text("false-alarms"), given.text("schedule")];
  if (alarm !== undefined && !isPossible(alarm)) {
    throw refusal(`--alarm: "${alarm.slice(0, 60)}" is not so many of the last batches, at most 10`, "Write '2 of 3'.");
  }
  if (budget !== undefined && !FalseAlarms.safeParse(budget).success) {
    throw refusal(`--false-alarms: "${budget.slice(0, 60)}" is no budget`, "Write '1 per 90d'.");
  }
  if ((budget === undefined) !== (cron === undefined)) {
    throw refusal(
      "--false-alarms and --schedule belong together",
      "--false-alarms '1 per 90d' --schedule '17 3 * * *'",
    );
  }
  const weekly = given.text("weekly") ?? "auto";
  if (weekly !== "auto" && weekly !== "on" && weekly !== "off") {
    throw refusal(`--weekly: "${weekly.slice(0, 60)}" is not auto, on or off`);
  }
  const fields = cron === undefined ? undefined : parseCronFields(cron);
  if (fields !== undefined && "message" in fields) throw refusal(`--schedule ${fields.message}`, fields.hint);
  return {
    schedule: cron === undefined ? undefined : { cron, timeZone: "UTC" },
    falseAlarms: budget === undefined ? undefined : toFalseAlarmBudget(budget),
    alarm: alarm === undefined ? DEFAULT_ALARM_RULE : toAlarmRule(alarm),
    weekly,
  };
}

function isPossible(alarm: string): boolean {
  if (!AlarmShare.safeParse(alarm).success) return false;
  const { drifted, of } = toAlarmRule(alarm);
  return drifted <= of;
}

function refusal(message: string, hint?: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}
