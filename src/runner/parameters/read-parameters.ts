import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { parse as parseToml } from "smol-toml";
import { parse as parseYaml } from "yaml";
import { PawlError } from "../../core/errors.ts";
import { toSafeText } from "../../core/evidence/limits.ts";
import type { ParameterValue } from "../../core/evidence/run-evidence.ts";
import { hasSecretName, REDACTED, type Redact } from "../redact.ts";
import { type FlatParameters, flattenParameters } from "./flatten-parameters.ts";

/** Files that are read without being named, where exactly one of them is there. */
export const USUAL_PARAMETER_FILES = ["params.yaml", "params.yml", "params.json", "params.toml"] as const;

const MAX_BYTES = 1024 * 1024;

const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  ".json": (text) => JSON.parse(text),
  ".toml": (text) => parseToml(text),
  ".yaml": (text) => parseYaml(text),
  ".yml": (text) => parseYaml(text),
};

/**
 * Parameters of a run: from a file (YAML, JSON or TOML) and from lines of `name=value`, which win. Secrets are
 * redacted by name and by value. Throws `INPUT_INVALID` for a file that was named and cannot be read, and for a line
 * that is not `name=value`; a file that was only found becomes a note instead.
 */
export async function readParameters(request: {
  readonly folder: string;
  readonly file?: string | undefined;
  readonly lines: readonly string[];
  readonly redact: Redact;
}): Promise<FlatParameters> {
  const fromFile = await readFromFile(request.folder, request.file);
  const fromLines = parseLines(request.lines);
  const merged = { ...fromFile.parameters, ...fromLines.parameters };
  const parameters = Object.fromEntries(
    Object.entries(merged).map(([name, value]) => [name, redactValue(name, value, request.redact)]),
  );
  return { parameters, notes: [...fromFile.notes, ...fromLines.notes] };
}

/** A text without its secrets; a parameter called `db.password` has nothing else. */
export function redactValue(name: string, value: ParameterValue, redact: Redact): ParameterValue {
  if (typeof value !== "string") return value;
  return hasSecretName(name) && value.length >= 6 ? REDACTED : toSafeText(redact.text(value), 1000);
}

async function readFromFile(folder: string, file: string | undefined): Promise<FlatParameters> {
  if (file !== undefined) return parseFile(resolve(folder, file), file);
  const found = USUAL_PARAMETER_FILES.filter((name) => existsSync(join(folder, name)));
  if (found.length > 1) {
    return {
      parameters: {},
      notes: [`${found.join(" and ")} are all there, so none was read for parameters; the input "params" chooses one.`],
    };
  }
  const [only] = found;
  if (only === undefined) return { parameters: {}, notes: [] };
  try {
    return await parseFile(join(folder, only), only);
  } catch (error) {
    return { parameters: {}, notes: [toSafeText(`${error instanceof Error ? error.message : String(error)}.`, 500)] };
  }
}

async function parseFile(path: string, shown: string): Promise<FlatParameters> {
  const text = await readText(path, shown);
  const parse = PARSERS[extname(path).toLowerCase()];
  if (parse === undefined) {
    throw invalid(`${shown} is not a parameter file`, "Parameter files end in .yaml, .yml, .json or .toml.");
  }
  let tree: unknown;
  try {
    tree = parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : "";
    throw invalid(`${shown} cannot be read as ${extname(path).slice(1).toUpperCase()}: ${reason}`, undefined, cause);
  }
  if (typeof tree !== "object" && tree !== undefined) {
    throw invalid(`${shown} does not hold named values`, "Write name: value, one a line.");
  }
  return flattenParameters(tree, basename(shown));
}

async function readText(path: string, shown: string): Promise<string> {
  try {
    const { size } = statSync(path);
    if (size <= MAX_BYTES) return await readFile(path, "utf8");
  } catch (cause) {
    throw invalid(`${shown} cannot be read`, 'The input "params" names a file relative to the working folder.', cause);
  }
  throw invalid(`${shown} is larger than 1 MiB`, "Parameters are read from a file of settings, not of data.");
}

/** `name=value`, also as `--param name=value`; the value is typed as in YAML, so `1e-3` is a number and `"1"` a text. */
function parseLines(lines: readonly string[]): FlatParameters {
  const found = new Map<string, unknown>();
  for (const line of lines) {
    const [, name, value] = /^(?:--param(?:[= ]))?\s*([^=\s][^=]*?)\s*=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw invalid(
        `"${line.slice(0, 60)}" in the input "parameters" is not name=value`,
        "Write one name=value a line.",
      );
    }
    found.set(name, scalar(value.trim()));
  }
  return flattenParameters(found, 'input "parameters"');
}

function scalar(text: string): unknown {
  try {
    const value: unknown = parseYaml(text, { version: "1.2", schema: "core" });
    return typeof value === "object" && value !== null ? text : value;
  } catch {
    return text;
  }
}

function invalid(message: string, hint?: string, cause?: unknown): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint, cause });
}
