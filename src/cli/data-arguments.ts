import { basename } from "node:path";
import { withoutSecrets } from "../core/dataset/remote-address.ts";
import { PawlError } from "../core/errors.ts";
import type { DataFormat, DataRequest } from "../engine/data/data-source.ts";
import type { CommandOptions, ParsedOptions } from "./parse-arguments.ts";
import type { Terminal } from "./terminal.ts";

/** Options of every command that reads data. */
export const DATA_OPTIONS = {
  format: { value: "format", description: "csv, parquet or jsonl, where the files' names do not tell." },
  "hide-values": { description: "Show no value of the data: neither names of categories nor bad rows." },
} as const satisfies CommandOptions;

const FORMATS: readonly DataFormat[] = ["csv", "parquet", "jsonl"];

/** Data that were named behind a command. Throws `INPUT_INVALID` for a format that there is not. */
export function dataRequest(paths: readonly string[], given: ParsedOptions, { folder }: Terminal): DataRequest {
  const format = given.text("format");
  const known = FORMATS.find((one) => one === format);
  if (format !== undefined && known === undefined) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `--format: "${format.slice(0, 60)}" is not a format`,
      hint: `Formats: ${FORMATS.join(", ")}.`,
    });
  }
  return {
    name: paths.map(withoutSecrets).join(", "),
    paths,
    folder,
    ...(known === undefined ? {} : { format: known }),
  };
}

/** The paths behind a command. Throws `INPUT_INVALID` where there is none. */
export function demandPaths({ positionals }: ParsedOptions, what: string): readonly string[] {
  if (positionals.length > 0) return positionals;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `which ${what}?`,
    hint: "Name a file, a folder, a glob in quotes or an address: CSV, CSV.gz, Parquet or JSON lines.",
  });
}

/** `data/flights-3m.csv.gz` → `flights-3m`: what a dataset is called that has no name. */
export function nameOfData(path: string): string {
  const stem = basename(withoutSecrets(path).replace(/[/\\]+$/, "")).replace(/(\.[a-z]+)+$/i, "");
  return stem === "" || /[*?[{]/.test(stem) ? "data" : stem;
}
