import { resolve } from "node:path";
import { DRIFT_BOUND_NAMES } from "../core/drift/drift-bound.ts";
import type { DriftBounds } from "../core/drift/drift-rule.ts";
import { isDrift } from "../core/drift/is-drift.ts";
import { withoutExcluded } from "../core/drift/without-excluded.ts";
import { PawlError } from "../core/errors.ts";
import { type BatchRequest, type CutReference, detectDatasetDrift } from "../engine/detect-dataset-drift.ts";
import { assertFetched } from "../runner/datasets/assert-fetched.ts";
import { isProfileDocument } from "../runner/datasets/profile-document.ts";
import { parseDriftBound } from "../runner/parse-drift-bound.ts";
import { parseMethodChoice } from "../runner/parse-method-choice.ts";
import { BATCH_OPTIONS } from "./batch-arguments.ts";
import { columnVerdicts } from "./column-verdicts.ts";
import { type CliCommand, EXIT, type ExitCode } from "./command.ts";
import { compareProfiles } from "./compare-profiles.ts";
import { DATA_OPTIONS, dataRequest } from "./data-arguments.ts";
import { demandColumns } from "./demand-columns.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import { comparedPaths, findReference } from "./reference-arguments.ts";
import { type RenderedDrift, renderDrift } from "./render-drift.ts";
import { assertNoReplay, HISTORY_OPTIONS, replayDrift } from "./replay-drift.ts";
import type { Terminal } from "./terminal.ts";
import { withTerminalEngine } from "./with-terminal-engine.ts";

/** `pawl drift`: data against data of the past. */
export const driftCommand: CliCommand = {
  usage: "--reference <past> --current <data> [options]",
  details: [
    "The past is a folder with one file (or folder of files) for each batch, oldest first by name, or several paths. One",
    "dataset is cut into batches by --batch-column or --cut, else into 20 parts as its rows follow each other. What `pawl",
    "profile --json` printed and a data.json of validate-data are batches too.",
    "Without --reference the last path is the data to judge, and each one before it is data of the past.",
  ],
  examples: [
    "pawl drift --reference days/ --current today.parquet",
    "pawl drift --reference train.csv --batch-column week --current today.csv --json",
    "pawl drift january.parquet february.parquet march.parquet",
    "pawl drift --history days/",
  ],
  options: {
    reference: {
      short: "r",
      value: "path",
      multiple: true,
      description: "Data of the past: a folder of batches, a file, or several of them. May be given several times.",
    },
    current: { short: "c", value: "path", description: "The data to judge." },
    ...DATA_OPTIONS,
    ...BATCH_OPTIONS,
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
    prediction: {
      value: "column",
      multiple: true,
      description: "What the model gives: a change of it counts from half the size. May be given several times.",
    },
    label: { value: "column", multiple: true, description: "The same for what the model is to learn." },
    slice: {
      value: "column",
      multiple: true,
      description: "Judges the rows of each value of this column for themselves as well: at most 20 values in all.",
    },
    exclude: {
      value: "batch",
      multiple: true,
      description: "A batch of the past that was itself broken, by its name: nothing is compared with it.",
    },
    ...HISTORY_OPTIONS,
    "fail-on": { value: "verdict", description: "drift (if not given) or never: what makes the exit code 1." },
    json: { description: "Everything that was found, as JSON." },
  },
  run: runDrift,
};

async function runDrift(given: ParsedOptions, terminal: Terminal): Promise<ExitCode> {
  const judging = {
    bounds: parseBounds(given),
    roles: { prediction: given.list("prediction"), label: given.list("label") },
  };
  if (given.flag("history")) return replayDrift(given, terminal, judging);
  assertNoReplay(given);
  const failOn = given.text("fail-on") ?? "drift";
  if (failOn !== "drift" && failOn !== "never")
    throw refusal(`--fail-on: "${failOn.slice(0, 60)}" is not drift or never`);
  const options = {
    methods: given.list("method").map((line) => demand(parseMethodChoice(line), "--method")),
    ...judging,
  };
  if (given.flag("hide-values") && given.list("slice").length > 0)
    throw refusal("--slice and --hide-values: a slice is named by its value");
  const { reference, current } = comparedPaths(given);
  await assertFetched([...reference, current], terminal.folder);
  const listed = await findReference(reference, given, terminal);
  // Of one dataset that is cut the batches have no names yet.
  const isCut = "cut" in listed;
  const references = isCut ? listed : withoutExcluded(listed, given.list("exclude"));
  const isProfile = await isProfileDocument(resolve(terminal.folder, current));
  demandRows(given.list("slice"), references, isProfile ? current : undefined);
  const found: RenderedDrift = isProfile
    ? await compareProfiles({
        current,
        references,
        options,
        folder: terminal.folder,
      })
    : await withTerminalEngine(terminal, (engine, onProgress) =>
        detectDatasetDrift(engine, {
          current: dataRequest([current], given, terminal),
          references,
          excluded: isCut ? given.list("exclude") : [],
          slices: given.list("slice"),
          shown: given.flag("hide-values") ? [] : "all",
          options,
          onProgress,
        }),
      );
  demandColumns(
    [...options.roles.prediction, ...options.roles.label, ...given.list("slice")],
    [...found.references, found.current].map(({ profile }) => profile),
  );
  if (given.flag("json")) terminal.print(JSON.stringify(toDocument(found, current)));
  else terminal.print(renderDrift(found, terminal.style, terminal.width));
  return failOn === "drift" && isDrift(found.detection) ? EXIT.against : EXIT.good;
}

/** Slices are told apart by their rows, which a profile does not have. */
function demandRows(
  slices: readonly string[],
  references: readonly BatchRequest[] | CutReference,
  current: string | undefined,
): void {
  const past = "cut" in references ? undefined : references.find((batch) => "profile" in batch)?.name;
  const profile = current ?? past;
  if (slices.length === 0 || profile === undefined) return;
  throw refusal(
    `--slice ${slices.join(", ").slice(0, 100)}: ${profile} is a profile, of which the rows are gone`,
    "Slices need the rows of all batches: name the data that the profile was made of, or leave --slice out.",
  );
}

/** For machines. A number that is none (no effect can be computed) is null, as JSON has no other word for it. */
function toDocument({ detection, references, current: { profile } }: RenderedDrift, path: string) {
  const compared = new Set(references.flatMap((batch) => batch.profile.columns.map(({ name }) => name)));
  const { verdict, ...rest } = detection;
  return {
    schema: "pawl.comparison/v1",
    verdict,
    columns: columnVerdicts(detection.findings, [...compared]),
    reference: references.map((batch) => ({ name: batch.name, rows: batch.profile.rows })),
    current: { path, rows: profile.rows },
    ...rest,
    profile,
  };
}

function parseBounds(given: ParsedOptions): Partial<DriftBounds> {
  return Object.assign({}, ...given.list("bound").map((line) => demand(parseDriftBound(line), "--bound")));
}

function demand<Entry>(parsed: { readonly entry: Entry } | { readonly fault: string }, option: string): Entry {
  if ("entry" in parsed) return parsed.entry;
  throw refusal(`${option}: ${parsed.fault}`);
}

function refusal(message: string, hint?: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}
