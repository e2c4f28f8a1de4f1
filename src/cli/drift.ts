import { resolve } from "node:path";
import { DRIFT_BOUND_NAMES } from "../core/drift/drift-bound.ts";
import { isDrift } from "../core/drift/is-drift.ts";
import { PawlError } from "../core/errors.ts";
import { type BatchRequest, detectDatasetDrift } from "../engine/detect-dataset-drift.ts";
import { assertFetched } from "../runner/datasets/assert-fetched.ts";
import { isProfileDocument, readProfileDocument } from "../runner/datasets/profile-document.ts";
import { parseDriftBound } from "../runner/parse-drift-bound.ts";
import { parseMethodChoice } from "../runner/parse-method-choice.ts";
import { type CliCommand, EXIT, type ExitCode } from "./command.ts";
import { DATA_OPTIONS, dataRequest } from "./data-arguments.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import { renderDrift } from "./render-drift.ts";
import type { Terminal } from "./terminal.ts";
import { withTerminalEngine } from "./with-terminal-engine.ts";

/** `pawl drift`: data against data of the past. */
export const driftCommand: CliCommand = {
  usage: "<reference>… <current> [options]",
  details: [
    "The last path is the data to judge. Each one before it is one batch of the past: data, what `pawl profile --json`",
    "printed, or a data.json of validate-data.",
  ],
  examples: [
    "pawl drift january.parquet february.parquet",
    "pawl drift reference.json today.csv --method '*: psi >= 0.2'",
  ],
  options: {
    ...DATA_OPTIONS,
    method: {
      short: "m",
      value: "column: method",
      multiple: true,
      description:
        "A method to compute beside the rule, perhaps with a threshold: 'delay: psi >= 0.2', 'origin: chi-square < 0.01'.",
    },
    bound: {
      value: "name: number",
      multiple: true,
      description: `From where a change counts: ${DRIFT_BOUND_NAMES.join(", ")}.`,
    },
    "fail-on": { value: "verdict", description: "drift (if not given) or never: what makes the exit code 1." },
    json: { description: "Everything that was found, as JSON." },
  },
  run: runDrift,
};

async function runDrift(given: ParsedOptions, terminal: Terminal): Promise<ExitCode> {
  const current = given.positionals.at(-1);
  const before = given.positionals.slice(0, -1);
  if (current === undefined || before.length === 0) {
    throw refusal("drift needs earlier data and the data to judge", "pawl drift <reference>… <current>");
  }
  const failOn = given.text("fail-on") ?? "drift";
  if (failOn !== "drift" && failOn !== "never")
    throw refusal(`--fail-on: "${failOn.slice(0, 60)}" is not drift or never`);
  const options = {
    methods: given.list("method").map((line) => demand(parseMethodChoice(line), "--method")),
    bounds: Object.assign({}, ...given.list("bound").map((line) => demand(parseDriftBound(line), "--bound"))),
  };
  await assertFetched([...before, current], terminal.folder);
  const references = await Promise.all(before.map((path) => toBatch(path, given, terminal)));
  const found = await withTerminalEngine(terminal, (engine, onProgress) =>
    detectDatasetDrift(engine, {
      current: dataRequest([current], given, terminal),
      references,
      shown: given.flag("hide-values") ? [] : "all",
      options,
      onProgress,
    }),
  );
  const { detection } = found;
  if (given.flag("json")) {
    const reference = found.references.map(({ name, profile }) => ({ name, rows: profile.rows }));
    const { profile } = found.current;
    const document = {
      schema: "pawl.comparison/v1",
      reference,
      current: { path: current, rows: profile.rows },
      ...detection,
      profile,
    };
    terminal.print(JSON.stringify(document));
  } else terminal.print(renderDrift(found, terminal.style, terminal.width));
  return failOn === "drift" && isDrift(detection) ? EXIT.against : EXIT.good;
}

async function toBatch(path: string, given: ParsedOptions, terminal: Terminal): Promise<BatchRequest> {
  const absolute = resolve(terminal.folder, path);
  if (await isProfileDocument(absolute)) {
    return { name: path, profile: (await readProfileDocument(absolute, path)).profile };
  }
  return { name: path, data: dataRequest([path], given, terminal) };
}

function demand<Entry>(parsed: { readonly entry: Entry } | { readonly fault: string }, option: string): Entry {
  if ("entry" in parsed) return parsed.entry;
  throw refusal(`${option}: ${parsed.fault}`);
}

function refusal(message: string, hint?: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}
