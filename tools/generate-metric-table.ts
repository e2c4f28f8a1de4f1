import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { replaceMarkedPart } from "./marked-part.ts";
import { metricTable } from "./metric-table.ts";

const path = fileURLToPath(new URL("../docs/configuration.md", import.meta.url));
await writeFile(path, replaceMarkedPart(await readFile(path, "utf8"), "metrics", metricTable()));
