import { toSafeText } from "../../evidence/limits.ts";
import { formatCount, formatQuantity } from "../../report/format-number.ts";
import type { Profile } from "../profile.ts";
import { inferProperty } from "./infer-property.ts";
import { yamlComment, yamlScalar } from "./yaml-scalar.ts";

export interface InferOptions {
  /** The dataset's name, which becomes the contract's id and the name of its table. */
  readonly name: string;
}

/**
 * A data contract (Open Data Contract Standard v3.1, YAML) that the data of the profile keeps. It promises what was
 * plainly so: types, columns without nulls, ids, short lists of values, and ranges with room around them; comments say what
 * each is taken from. Values stand in it where the profile has their names.
 */
export function inferContract(profile: Profile, options: InferOptions): string {
  const name = toSafeText(options.name.trim().replace(/\s+/g, " "), 200);
  const properties = profile.columns.flatMap((column) => inferProperty(column, profile.rows));
  const lines = [
    yamlComment(
      `Inferred from ${formatQuantity(profile.rows, "row")} and ${formatQuantity(profile.columns.length, "column")} of ${name}.`,
    ),
    "# It is a beginning: correct what is wrong, and take out what nobody promises.",
    "# Open Data Contract Standard: https://bitol-io.github.io/open-data-contract-standard",
    "apiVersion: v3.1.0",
    "kind: DataContract",
    `id: ${yamlScalar(toId(name))}`,
    `name: ${yamlScalar(name)}`,
    "version: 1.0.0",
    "status: draft",
    "",
    "schema:",
    `  - name: ${yamlScalar(name)}`,
    ...(properties.length === 0 ? [] : ["    properties:", ...properties.map((line) => `      ${line}`)]),
    ...(profile.rows === 0
      ? []
      : [
          "    quality:",
          `      ${yamlComment(`There were ${formatCount(profile.rows)}. A number that would be suspicious is better than 0.`)}`,
          "      - metric: rowCount",
          "        mustBeGreaterThan: 0",
        ]),
  ];
  return `${lines.join("\n")}\n`;
}

function toId(name: string): string {
  const id = name.replace(/[^\w.-]+/g, "-").replace(/^-+|-+$/g, "");
  return id === "" ? "data" : id;
}
