import { parseDocument } from "yaml";
import type { ParameterValue } from "../../core/evidence/run-evidence.ts";
import { flattenValues, isPlainObject } from "./flatten-values.ts";
import type { LogFile } from "./log-reader.ts";
import { readBoundedText } from "./read-bounded-text.ts";
import { toParameterValue } from "./to-parameter-value.ts";

const MAX_BYTES = 1024 * 1024;

export interface YamlParameters {
  readonly values: ReadonlyMap<string, ParameterValue>;
  readonly problems: readonly string[];
}

/** Flat parameters of a YAML file, nested names joined with dots. A file that cannot be read is a problem, not an error. */
export async function readYamlParameters(file: LogFile): Promise<YamlParameters> {
  try {
    const tree = parseYaml(await readBoundedText(file.absolute, MAX_BYTES));
    if (!isPlainObject(tree)) return { values: new Map(), problems: [] };
    const flat = flattenValues(tree, ".").map(({ name, value }) => [name, toParameterValue(value)] as const);
    return { values: new Map(flat), problems: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : "unknown";
    return { values: new Map(), problems: [`${file.path}: parameters cannot be read: ${why}`] };
  }
}

/** Python's own tags (`!!python/object`) are taken for the plain values below them. Throws on text that is not YAML. */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, { logLevel: "silent" });
  const [error] = document.errors;
  if (error !== undefined) throw new Error(error.message.split("\n")[0]);
  return document.toJS({ maxAliasCount: 100 });
}
