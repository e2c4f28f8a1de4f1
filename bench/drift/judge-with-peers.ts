import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { peerProgram } from "../engine/peers.ts";
import { runProcess } from "../run-process.ts";
import type { ToolName } from "./tools.ts";
import { TOOL_NAMES, toolOf } from "./tools.ts";
import type { ToolVerdicts, Verdict } from "./verdict-file.ts";
import type { CaseFiles } from "./write-cases.ts";

/** A line of `python/run_cases.py`. */
const RawVerdict = z.union([
  z.strictObject({ id: z.string(), failed: z.string() }),
  z.object({
    id: z.string(),
    seconds: z.number(),
    peakMiB: z.number(),
    columns: z.record(z.string(), z.number().nullable()),
    drifted: z.array(z.string()),
    /** What the tool says of the data as a whole, where it does. */
    dataset: z.boolean().optional(),
    inconclusive: z.boolean().optional(),
  }),
]);

/**
 * Lets every peer that is installed judge the cases, one after another. What it said of a case is kept beside the cases, so
 * that a run that was stopped goes on; calls `onVerdicts` for each peer.
 */
export async function judgeWithPeers(
  cases: readonly CaseFiles[],
  wanted: readonly ToolName[],
  onVerdicts: (tool: ToolName, verdicts: ToolVerdicts) => Promise<void>,
): Promise<void> {
  const [first] = cases;
  if (first === undefined) return;
  const folder = join(dirname(dirname(first.reference)), "verdicts");
  await mkdir(folder, { recursive: true });
  const list = join(folder, "cases.jsonl");
  await writeFile(list, inOrder(cases).map(toLine).join(""));
  for (const name of TOOL_NAMES) {
    const { peer, rule } = toolOf(name);
    if (peer === undefined || rule === undefined || (wanted.length > 0 && !wanted.includes(name))) continue;
    const verdicts = join(folder, `${name}.jsonl`);
    const script = join(import.meta.dirname, "python", "run_cases.py");
    const program = peerProgram(peer, script, [rule, list, verdicts], folder);
    if (program === undefined) {
      console.error(`${name}: not installed: npx tsx bench/engine/setup-peers.ts ${peer}`);
      continue;
    }
    console.error(`${name} …`);
    await runProcess({ folder, env: process.env, ...program });
    await onVerdicts(name, await readRaw(verdicts, cases));
  }
}

/** Small cases first, and among them no order that means anything: what was reached of them is a fair sample. */
function inOrder(cases: readonly CaseFiles[]): CaseFiles[] {
  const stage = ({ written: { rows, run } }: CaseFiles) => (run > 0 ? 2 : rows > 1000 ? 1 : 0);
  const place = ({ written: { id } }: CaseFiles) => createHash("sha256").update(id).digest("hex");
  return cases.toSorted((a, b) => stage(a) - stage(b) || (place(a) < place(b) ? -1 : 1));
}

function toLine({ written, reference, current }: CaseFiles): string {
  return `${JSON.stringify({ id: written.id, reference, current })}\n`;
}

/** What was written of these cases, as verdicts. */
export async function readRaw(path: string, cases: readonly CaseFiles[]): Promise<ToolVerdicts> {
  const columns = new Map(cases.map(({ written }) => [written.id, written.columns]));
  const verdicts = new Map<string, Verdict | { readonly failed: string }>();
  for (const line of (await readFile(path, "utf8")).split("\n")) {
    if (line === "") continue;
    const raw = RawVerdict.parse(JSON.parse(line));
    const names = columns.get(raw.id);
    if (names === undefined) continue;
    if ("failed" in raw) verdicts.set(raw.id, { failed: raw.failed });
    else {
      verdicts.set(raw.id, {
        alarm: raw.dataset ?? raw.drifted.length > 0,
        inconclusive: raw.inconclusive === true,
        named: raw.drifted.filter((name) => names.includes(name)),
        scores: names.map((name) => threeDigits(raw.columns[name])),
        seconds: raw.seconds,
        peakMiB: raw.peakMiB,
      });
    }
  }
  return verdicts;
}

function threeDigits(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value.toPrecision(3));
}
