import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { formatProjectConfigSchema } from "../src/core/config/project-config-schema.ts";

export const SCHEMA_FILE = new URL("../templates/pawl.schema.json", import.meta.url);

/** Writes `templates/pawl.schema.json` from the schema that the configuration is read with. */
export async function generateSchema(): Promise<void> {
  await writeFile(SCHEMA_FILE, formatProjectConfigSchema());
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await generateSchema();
