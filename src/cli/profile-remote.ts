import { appendFileSync, writeFileSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { withoutSecrets } from "../core/dataset/remote-address.ts";
import { PawlError } from "../core/errors.ts";
import type { SqlEngine } from "../engine/engine.ts";
import { profileTable, type TableProfile } from "../engine/remote/profile-table.ts";
import { type ProfileFile, readProfileDocument } from "../runner/datasets/profile-document.ts";
import type { Progress } from "../runner/progress-log.ts";
import { EXIT, type ExitCode } from "./command.ts";
import { nameOfData } from "./data-arguments.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import type { RemoteArguments } from "./remote-arguments.ts";
import { renderProfile } from "./render-profile.ts";
import type { Terminal } from "./terminal.ts";
import { tellProgress } from "./with-terminal-engine.ts";

/** `pawl profile --engine …`: profiles that another engine counts. Throws `INPUT_INVALID`, `ENGINE_UNAVAILABLE`, `DATA_UNREADABLE`. */
export async function profileRemote(
  given: ParsedOptions,
  { engine, command, request, out, sql }: RemoteArguments,
  terminal: Terminal,
): Promise<ExitCode> {
  const reference = given.text("reference");
  const frame =
    reference === undefined ? undefined : await readReference(resolve(terminal.folder, reference), reference);
  if (out !== undefined) await demandEmpty(out, given.text("out") ?? out);
  const onProgress: (progress: Progress) => void = tellProgress(terminal);
  const opened = await engine.open({ command, env: terminal.env, from: import.meta.dirname });
  let profiles: readonly TableProfile[];
  try {
    const asked = sql === undefined ? opened.engine : writingStatements(opened.engine, sql);
    const shown = given.flag("hide-values") ? [] : ("all" as const);
    profiles = await profileTable(asked, engine.sql, { ...request, frame, shown, onProgress });
  } finally {
    await opened.close();
  }
  const name = withoutSecrets(request.name);
  if (out !== undefined) {
    await writeBatches(out, profiles, name);
    terminal.print(`${String(profiles.length)} batches of ${name} are profiled in ${given.text("out") ?? out}`);
    return EXIT.good;
  }
  const [only] = profiles;
  if (only === undefined) throw new TypeError("rows that are not cut are one batch");
  const { profile } = only;
  if (given.flag("json")) terminal.print(JSON.stringify(toDocument(nameOfTable(name), name, profile)));
  else {
    const source = { name, format: engine.sql.label, files: [{ bytes: undefined }] };
    terminal.print(renderProfile({ source, profile }, terminal.style, terminal.width));
  }
  return EXIT.good;
}

/** A document, or the first one of a folder of batches, which all stand on the same bins. */
async function readReference(path: string, shown: string) {
  const names = await readdir(path).catch(() => undefined);
  if (names === undefined) return (await readProfileDocument(path, shown)).profile;
  const first = names.filter((name) => name.endsWith(".json")).toSorted()[0];
  if (first !== undefined) return (await readProfileDocument(join(path, first), join(shown, first))).profile;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `${shown} holds no profile`,
    hint: "A folder of reference batches is what `pawl profile --batch-column … --out FOLDER` writes.",
  });
}

async function demandEmpty(folder: string, shown: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length === 0) return;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `${shown} is not empty, and what is in it would be batches too`,
    hint: "Name a new folder, or remove the old one first.",
  });
}

/** In the order of their names they are in the order of the cut. */
async function writeBatches(folder: string, profiles: readonly TableProfile[], table: string): Promise<void> {
  const digits = String(profiles.length).length;
  for (const [index, { name = "", profile }] of profiles.entries()) {
    const safe = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80);
    const file = `${String(index + 1).padStart(digits, "0")}-${safe}.json`;
    await writeFile(join(folder, file), `${JSON.stringify(toDocument(name, table, profile))}\n`, { flag: "wx" });
  }
}

function toDocument(name: string, table: string, profile: ProfileFile["profile"]): ProfileFile {
  return { schema: "pawl.profile/v1", name, source: { format: "table", path: table, files: 0 }, profile };
}

function nameOfTable(table: string): string {
  return /[/\\]/.test(table) ? nameOfData(table) : table;
}

/** The same engine, which writes every statement to a file before it is run. */
function writingStatements(engine: SqlEngine, path: string): SqlEngine {
  writeFileSync(path, "");
  const write = (sql: string): void => appendFileSync(path, `${sql};\n\n`);
  return {
    query: (sql) => {
      write(sql);
      return engine.query(sql);
    },
    execute: (sql) => {
      write(sql);
      return engine.execute(sql);
    },
  };
}
