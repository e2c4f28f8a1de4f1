import { resolve } from "node:path";
import { Duration, toMilliseconds } from "../core/config/duration.ts";
import { suggestName } from "../core/config/suggest-name.ts";
import { PawlError } from "../core/errors.ts";
import { Instant } from "../core/evidence/limits.ts";
import { parseTableName } from "../engine/remote/parse-table-name.ts";
import type { TableRequest } from "../engine/remote/profile-table.ts";
import { REMOTE_ENGINES, type RemoteEngine } from "../engine/remote/remote-engines.ts";
import type { RemoteTable } from "../engine/remote/remote-sql.ts";
import type { CommandOptions, ParsedOptions } from "./parse-arguments.ts";
import type { Terminal } from "./terminal.ts";

/** Options of a command that has another engine count. */
export const REMOTE_OPTIONS = {
  engine: {
    value: "name",
    description: "spark, trino or bigquery: counts where the data are, and only counts leave it.",
  },
  table: { value: "name", description: "A table of that engine in place of files, like catalog.schema.table." },
  client: {
    value: "command",
    description: "Program and arguments that reach it: python3, 'spark-submit --master yarn', 'trino --server …', bq.",
  },
  "batch-column": {
    value: "column",
    description: "Cuts the rows into batches by what this column says, which is not profiled itself.",
  },
  cut: { value: "duration", description: "Cuts the rows into batches of this length by --time-column: 1d, 6h." },
  "time-column": { value: "column", description: "The column with the time of a row, for --cut, --from and --until." },
  from: { value: "time", description: "Rows of this time and later, like 2026-11-01T00:00:00Z." },
  until: { value: "time", description: "Rows before this time." },
  "leave-out": { value: "column", multiple: true, description: "A column that is not to be profiled: a key, a date." },
  out: { value: "folder", description: "Where one profile for each batch is written, to be a reference later." },
  sql: { value: "file", description: "Also write every statement there." },
} as const satisfies CommandOptions;

export interface RemoteArguments {
  readonly engine: RemoteEngine;
  readonly command: readonly string[];
  readonly request: Pick<TableRequest, "table" | "name" | "window" | "cut" | "without">;
  /** Absolute. */
  readonly out: string | undefined;
  readonly sql: string | undefined;
}

/** What is to be counted elsewhere; `undefined` where no engine is named. Throws `INPUT_INVALID`. */
export function remoteArguments(given: ParsedOptions, { folder }: Terminal): RemoteArguments | undefined {
  const name = given.text("engine");
  if (name === undefined) {
    const lonely = Object.keys(REMOTE_OPTIONS).find((option) => given.list(option).length > 0);
    if (lonely === undefined) return undefined;
    throw refusal(
      `--${lonely} is for data that another engine counts`,
      "Say which with --engine spark, trino or bigquery.",
    );
  }
  const engine = REMOTE_ENGINES[name];
  if (engine === undefined || !Object.hasOwn(REMOTE_ENGINES, name)) {
    const near = suggestName(name, Object.keys(REMOTE_ENGINES));
    const names = `Engines: ${Object.keys(REMOTE_ENGINES).join(", ")}; without --engine the data are counted here.`;
    throw refusal(
      `--engine: "${name.slice(0, 60)}" is not an engine`,
      near === undefined ? names : `Did you mean ${near}?`,
    );
  }
  const path = (option: string) => {
    const value = given.text(option);
    return value === undefined ? undefined : resolve(folder, value);
  };
  const cut = cutOf(given);
  const out = path("out");
  if ((cut === undefined) !== (out === undefined)) {
    throw refusal(
      cut === undefined ? "--out is for batches" : "batches need a folder for their profiles",
      "Give --batch-column or --cut together with --out.",
    );
  }
  return {
    engine,
    command: (given.text("client") ?? engine.command).trim().split(/\s+/),
    request: { ...tableOf(given, engine), window: windowOf(given), cut, without: given.list("leave-out") },
    out,
    sql: path("sql"),
  };
}

function tableOf(given: ParsedOptions, engine: RemoteEngine): { readonly table: RemoteTable; readonly name: string } {
  const table = given.text("table");
  const [path, ...more] = given.positionals;
  if (table !== undefined && path === undefined) return { table: { name: parseTableName(table) }, name: table };
  if (table === undefined && path !== undefined && more.length === 0 && engine.readsFiles) {
    return { table: { parquet: path }, name: path };
  }
  throw refusal(
    engine.readsFiles ? "one table or one folder of Parquet files is needed" : "one table is needed",
    `Give --table${engine.readsFiles ? ", or a path that the engine can read, which may have *" : ""}.`,
  );
}

function cutOf(given: ParsedOptions): TableRequest["cut"] {
  const [column, duration] = [given.text("batch-column"), given.text("cut")];
  if (column !== undefined && duration !== undefined) {
    throw refusal("--batch-column and --cut: give one of them", "--cut goes by the times in --time-column.");
  }
  if (column !== undefined) return { column };
  if (duration === undefined) return undefined;
  const times = given.text("time-column");
  if (times === undefined)
    throw refusal("--cut needs the column with the time of a row", "Name it with --time-column.");
  const parsed = Duration.safeParse(duration);
  if (!parsed.success)
    throw refusal(`--cut: "${duration.slice(0, 60)}" is not a time`, "Write minutes, hours or days: 90m, 6h, 7d.");
  return { column: times, everyMs: toMilliseconds(parsed.data) };
}

function windowOf(given: ParsedOptions): TableRequest["window"] {
  const column = given.text("time-column");
  const [start, end] = [instantOf(given, "from"), instantOf(given, "until")];
  if (column === undefined) {
    if (start === undefined && end === undefined) return undefined;
    throw refusal("--from and --until need the column with the time of a row", "Name it with --time-column.");
  }
  if (start !== undefined || end !== undefined) return { column, start, end };
  if (given.text("cut") !== undefined) return undefined;
  throw refusal("--time-column alone leaves no row out", "Give --from, --until, both, or --cut.");
}

function instantOf(given: ParsedOptions, option: string): string | undefined {
  const text = given.text(option);
  if (text === undefined || Instant.safeParse(text).success) return text;
  throw refusal(`--${option}: "${text.slice(0, 60)}" is not a time`, "Write it in UTC, like 2026-11-01T00:00:00Z.");
}

function refusal(message: string, hint: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}
