import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gateTable } from "./gate-table.ts";
import { replaceMarkedPart } from "./marked-part.ts";
import { metricTable } from "./metric-table.ts";
import { readerTable } from "./reader-table.ts";

// Tables of the pages that are made from registries in the code. test/contract/documentation.test.ts compares them.

const PARTS = [
  { page: "docs/configuration.md", name: "metrics", table: metricTable },
  { page: "docs/gate.md", name: "rules", table: gateTable },
  { page: "docs/log-readers.md", name: "readers", table: () => readerTable({ full: true }) },
  { page: "README.md", name: "readers", table: () => readerTable({ full: false }) },
] as const;

for (const { page, name, table } of PARTS) {
  const path = fileURLToPath(new URL(`../${page}`, import.meta.url));
  await writeFile(path, replaceMarkedPart(await readFile(path, "utf8"), name, table()));
}
