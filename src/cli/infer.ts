import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { inferContract } from "../core/dataset/contract/infer-contract.ts";
import { PawlError } from "../core/errors.ts";
import { readBatch } from "../engine/read-batch.ts";
import { assertFetched } from "../runner/datasets/assert-fetched.ts";
import { type CliCommand, EXIT } from "./command.ts";
import { DATA_OPTIONS, dataRequest, demandPaths, nameOfData } from "./data-arguments.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import type { Terminal } from "./terminal.ts";
import { withTerminalEngine } from "./with-terminal-engine.ts";

/** `pawl infer`: a data contract from data. */
export const inferCommand: CliCommand = {
  usage: "<data>… [options]",
  details: ["Prints an Open Data Contract Standard v3 document. It is a beginning: read it before you keep it."],
  examples: ["pawl infer train.parquet", "pawl infer train.parquet --output train.odcs.yaml"],
  options: {
    ...DATA_OPTIONS,
    name: { value: "name", description: "Name of the dataset in the contract; the file's if not given." },
    output: { short: "o", value: "file", description: "Write it into a file that does not exist yet." },
  },
  run: runInfer,
};

async function runInfer(given: ParsedOptions, terminal: Terminal) {
  const paths = demandPaths(given, "data are the contract to be inferred from");
  const output = given.text("output");
  if (output !== undefined && existsSync(resolve(terminal.folder, output))) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `${output} exists already`,
      hint: "Nothing was written. Name another file, or remove this one.",
    });
  }
  await assertFetched(paths, terminal.folder);
  const shown = given.flag("hide-values") ? [] : "all";
  const request = dataRequest(paths, given, terminal);
  const { profile } = await withTerminalEngine(terminal, (engine, onProgress) =>
    readBatch(engine, request, { shown, onProgress }),
  );
  const yaml = inferContract(profile, { name: given.text("name") ?? nameOfData(paths[0] ?? "") });
  if (output === undefined) terminal.print(yaml.trimEnd());
  else {
    writeFileSync(resolve(terminal.folder, output), yaml, { flag: "wx" });
    terminal.tell(`${output} was written. Read it before you keep it.`);
  }
  return EXIT.good;
}
