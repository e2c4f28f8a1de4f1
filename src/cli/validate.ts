import { resolve } from "node:path";
import { failsAt } from "../core/dataset/fails-at.ts";
import type { Profile } from "../core/dataset/profile.ts";
import type { Engine } from "../engine/engine.ts";
import { readBatch } from "../engine/read-batch.ts";
import { validateDataset } from "../engine/validate-dataset.ts";
import { assertFetched } from "../runner/datasets/assert-fetched.ts";
import { isProfileDocument, readProfileDocument } from "../runner/datasets/profile-document.ts";
import { type CliCommand, EXIT, type ExitCode } from "./command.ts";
import { DATA_OPTIONS, nameOfData } from "./data-arguments.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import { type LocalValidation, planLocalValidation } from "./plan-local-validation.ts";
import { renderValidation } from "./render-validation.ts";
import type { Terminal } from "./terminal.ts";
import { withTerminalEngine } from "./with-terminal-engine.ts";

const BAD_ROWS = 20;

/** `pawl validate`: a dataset against its contract. */
export const validateCommand: CliCommand = {
  usage: "[data]… [contract.odcs.yaml] [options]",
  details: ["What is not named comes from .github/pawl.yml: the data, the contract and further checks of the dataset."],
  examples: ["pawl validate train.parquet train.odcs.yaml", "pawl validate --dataset flights"],
  options: {
    ...DATA_OPTIONS,
    contract: { short: "c", value: "file", description: "The data contract: Open Data Contract Standard v3, YAML." },
    dataset: { value: "name", description: "The dataset in .github/pawl.yml." },
    model: {
      value: "name",
      description: "The model that the dataset belongs to, where several have one of this name.",
    },
    reference: { value: "file", description: "Earlier data, their profile or a data.json, for checks that compare." },
    "fail-on": {
      value: "severity",
      description: "error (if not given), warning or never: what makes the exit code 1.",
    },
    json: { description: "Everything that was found, as JSON." },
  },
  run: runValidate,
};

async function runValidate(given: ParsedOptions, terminal: Terminal): Promise<ExitCode> {
  const job = await planLocalValidation(given, terminal);
  const shown = !given.flag("hide-values");
  await assertFetched(job.data.paths, job.data.folder);
  const found = await withTerminalEngine(terminal, async (engine, onProgress) =>
    validateDataset(engine, {
      data: job.data,
      plan: job.plan,
      contract: job.schema,
      reference: await readReference(engine, job, terminal),
      now: new Date().toISOString(),
      badRows: shown ? BAD_ROWS : 0,
      openOther: async (path) => {
        const other = path.replace(/\.dvc$/, "");
        await assertFetched([other], terminal.folder);
        return { name: path, paths: [other], folder: terminal.folder };
      },
      showAll: shown,
      onProgress,
    }),
  );
  const { contract } = job;
  if (given.flag("json")) terminal.print(JSON.stringify(toDocument(job, found)));
  else
    terminal.print(
      renderValidation(
        { ...found, contract: contract?.path, notes: contract?.contract.notes ?? [] },
        terminal.style,
        terminal.width,
      ),
    );
  return failsAt(found.checks, job.failOn) ? EXIT.against : EXIT.good;
}

async function readReference(
  engine: Engine,
  { reference, data }: LocalValidation,
  { folder }: Terminal,
): Promise<Profile | undefined> {
  if (reference === undefined) return undefined;
  const absolute = resolve(folder, reference);
  if (await isProfileDocument(absolute)) return (await readProfileDocument(absolute, reference)).profile;
  const request = { ...data, name: reference, paths: [reference], folder };
  return (await readBatch(engine, request, { shown: "all" })).profile;
}

function toDocument(job: LocalValidation, found: Awaited<ReturnType<typeof validateDataset>>) {
  const { source, profile, checks, badRows, verdict } = found;
  return {
    schema: "pawl.validation/v1",
    name: nameOfData(job.data.paths[0] ?? ""),
    verdict,
    source: { format: source.format, path: source.name, files: source.files.length },
    ...(job.contract === undefined ? {} : { contract: { path: job.contract.path, sha256: job.contract.sha256 } }),
    checks,
    badRows,
    profile,
  };
}
