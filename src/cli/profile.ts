import { resolve } from "node:path";
import { formatFingerprint } from "../core/evidence/run-evidence.ts";
import { readBatch } from "../engine/read-batch.ts";
import { assertFetched } from "../runner/datasets/assert-fetched.ts";
import { identifyData } from "../runner/datasets/identify-data.ts";
import { type ProfileFile, readProfileDocument } from "../runner/datasets/profile-document.ts";
import { type CliCommand, EXIT } from "./command.ts";
import { DATA_OPTIONS, dataRequest, demandPaths, nameOfData } from "./data-arguments.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import { profileRemote } from "./profile-remote.ts";
import { REMOTE_OPTIONS, remoteArguments } from "./remote-arguments.ts";
import { renderProfile } from "./render-profile.ts";
import type { Terminal } from "./terminal.ts";
import { withTerminalEngine } from "./with-terminal-engine.ts";

/** `pawl profile`: what is in a dataset. */
export const profileCommand: CliCommand = {
  usage: "<data>… [options]",
  details: [
    "Reads CSV, CSV.gz, Parquet and JSON lines: files, folders and globs, all of one dataset.",
    "With --engine another engine counts its own tables: Spark, Trino or BigQuery.",
  ],
  examples: [
    "pawl profile train.parquet",
    "pawl profile --json 'data/*.csv' > reference.json",
    "pawl profile --engine spark --table sales.orders --batch-column day --out reference",
  ],
  options: {
    ...DATA_OPTIONS,
    ...REMOTE_OPTIONS,
    reference: { value: "file", description: "A profile or a data.json whose bins are used, to compare with it." },
    json: { description: "The whole profile as JSON, to be a reference later." },
  },
  run: runProfile,
};

async function runProfile(given: ParsedOptions, terminal: Terminal) {
  const remote = remoteArguments(given, terminal);
  if (remote !== undefined) return profileRemote(given, remote, terminal);
  const paths = demandPaths(given, "data are to be profiled");
  const request = dataRequest(paths, given, terminal);
  const { folder, env } = terminal;
  await assertFetched(paths, folder);
  const reference = given.text("reference");
  const frame = reference === undefined ? undefined : await readProfileDocument(resolve(folder, reference), reference);
  const shown = given.flag("hide-values") ? [] : "all";
  const { source, profile } = await withTerminalEngine(terminal, (engine, onProgress) =>
    readBatch(engine, request, { shown, frame: frame?.profile, onProgress }),
  );
  if (!given.flag("json")) {
    terminal.print(renderProfile({ source, profile }, terminal.style, terminal.width));
    return EXIT.good;
  }
  const { identity } = await identifyData({ name: request.name, paths }, folder, env);
  const bytes = source.files.reduce<number | undefined>(
    (sum, file) => (sum === undefined || file.bytes === undefined ? undefined : sum + file.bytes),
    0,
  );
  const document: ProfileFile = {
    schema: "pawl.profile/v1",
    name: nameOfData(paths[0] ?? ""),
    source: {
      format: source.format,
      path: request.name,
      files: source.files.length,
      ...(bytes === undefined ? {} : { bytes }),
    },
    ...(identity === undefined ? {} : { fingerprint: formatFingerprint(identity) }),
    profile,
  };
  terminal.print(JSON.stringify(document));
  return EXIT.good;
}
