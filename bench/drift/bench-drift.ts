import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { replaceMarkedPart } from "../../tools/marked-part.ts";
import { describeMachine } from "../describe-machine.ts";
import type { WrittenCase } from "./drift-case.ts";
import { judgeWithPawl } from "./judge-with-pawl.ts";
import { judgeWithPeers } from "./judge-with-peers.ts";
import { listCases } from "./list-cases.ts";
import { type DriftTables, renderTables } from "./render-tables.ts";
import { renderResults } from "./results-page.ts";
import { TOOL_NAMES, type ToolName } from "./tools.ts";
import { asLanes, readAllVerdicts, readCases, saveCases, saveVerdicts, type ToolVerdicts } from "./verdict-file.ts";
import { type CaseFiles, writeCases } from "./write-cases.ts";

const OPTIONS = ["--quick", "--peers", "--write"];
const PAGE = fileURLToPath(new URL("../../docs/drift.md", import.meta.url));

async function main(args: readonly string[]): Promise<void> {
  const unknown = args.find((one) => !OPTIONS.includes(one) && !(TOOL_NAMES as readonly string[]).includes(one));
  if (unknown !== undefined)
    throw new Error(`there is no ${unknown}; there are ${OPTIONS.join(", ")} and, of peers, ${TOOL_NAMES.join(", ")}`);
  const [quick, write] = [args.includes("--quick"), args.includes("--write")];
  if (quick && write) throw new Error("--write takes all cases: a tenth of them would be no result");
  const started = performance.now();
  const machine = describeMachine();
  const cases = await writeCases(listCases({ quick }), console.error);
  const written = cases.map((one) => one.written);
  const verdicts = keptVerdicts(written);
  if (args.includes("--peers")) {
    for (const [name, ofPeer] of await runPeers(cases, args, write)) verdicts.set(name, ofPeer);
  }
  const ours = await judgeWithPawl(cases, console.error);
  verdicts.set("pawl", ours);
  const tables = renderTables(written, verdicts);
  console.log(renderResults(machine, tables));
  console.error(`${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
  if (write) {
    await saveVerdicts("pawl", ours, written);
    await writePages(machine, tables);
  }
}

/** Verdicts of peers that the repository has; they are of use only where they are of the very same tables. */
function keptVerdicts(written: readonly WrittenCase[]): Map<ToolName, ToolVerdicts> {
  const digests = new Map(readCases().map(({ id, digest }) => [id, digest]));
  const other = written.filter(({ id, digest }) => digests.get(id) !== digest);
  if (other.length === 0) return readAllVerdicts(written);
  console.error(
    `${String(other.length)} cases, ${other[0]?.id ?? ""} among them, are others than bench/drift/verdicts is of: peers are left out, --peers --write lets them judge anew`,
  );
  return new Map();
}

async function runPeers(
  cases: readonly CaseFiles[],
  args: readonly string[],
  write: boolean,
): Promise<Map<ToolName, ToolVerdicts>> {
  const written = cases.map((one) => one.written);
  const found = new Map<ToolName, ToolVerdicts>();
  if (write) await saveCases(written);
  await judgeWithPeers(
    cases,
    TOOL_NAMES.filter((name) => args.includes(name)),
    async (tool, verdicts) => {
      found.set(tool, verdicts);
      if (write) await saveVerdicts(tool, verdicts, written);
    },
  );
  return asLanes(found);
}

async function writePages(machine: string, tables: DriftTables): Promise<void> {
  await writeFile(join(import.meta.dirname, "results.md"), renderResults(machine, tables));
  let page = await readFile(PAGE, "utf8");
  for (const [name, table] of Object.entries(tables)) page = replaceMarkedPart(page, name, table);
  await writeFile(PAGE, page);
}

await main(process.argv.slice(2));
