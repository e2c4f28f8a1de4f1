import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  actionNames,
  inputsTable,
  inputsYaml,
  outputsTable,
  outputsYaml,
  readActionDocs,
  replaceYamlPart,
} from "./action-docs.ts";
import { generateSchema } from "./generate-schema.ts";
import { replaceMarkedPart } from "./marked-part.ts";

// Every text that is made from the code: inputs and outputs of the actions in their action.yml and README.md, the tables
// of the pages, the schema of the configuration. Contract tests compare them.

function rewrite(file: string, change: (text: string) => string): void {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const before = readFileSync(path, "utf8");
  const after = change(before);
  if (after !== before) writeFileSync(path, after);
}

for (const name of actionNames()) {
  const docs = await readActionDocs(name);
  rewrite(`actions/${name}/action.yml`, (text) =>
    replaceYamlPart(replaceYamlPart(text, "inputs", inputsYaml(docs)), "outputs", outputsYaml(docs)),
  );
  rewrite(`actions/${name}/README.md`, (text) =>
    replaceMarkedPart(replaceMarkedPart(text, "inputs", inputsTable(docs)), "outputs", outputsTable(docs)),
  );
}
await import("./generate-tables.ts");
await generateSchema();
