import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { pawlProgram } from "../engine/pawl-program.ts";
import { runProcess } from "../run-process.ts";
import type { CaseFiles } from "./write-cases.ts";

export interface CommandVerdict {
  readonly verdict: "drift" | "stable" | "inconclusive";
  /** Columns that it calls drifted. */
  readonly named: readonly string[];
  /** Of its process, from its start to its end. */
  readonly peakMiB: number;
}

const Document = z.object({
  verdict: z.enum(["drift", "stable", "inconclusive"]),
  columns: z.array(z.object({ name: z.string(), verdict: z.string() })),
});

/** Loaded before the program: leaves the process's peak, in KiB, in a file. */
const REPORT_PEAK = `data:text/javascript,${encodeURIComponent(
  `import { writeFileSync } from "node:fs";
  process.on("exit", () => writeFileSync(process.env.PAWL_BENCH_PEAK, String(process.resourceUsage().maxRSS)));`,
)}`;

/** `pawl drift --reference FOLDER --current FILE --json` on a case, as a process of its own. Throws where it fails. */
export async function runCommand({ reference, current }: CaseFiles): Promise<CommandVerdict> {
  const folder = await mkdtemp(join(tmpdir(), "pawl-bench-drift-"));
  try {
    const [output, peak] = [join(folder, "drift.json"), join(folder, "peak")];
    // A verdict against is no failure of the program.
    const args = ["drift", "--reference", reference, "--current", current, "--json", "--fail-on", "never"];
    const program = pawlProgram(args, output);
    const env = { ...program.env, NODE_OPTIONS: `--import=${REPORT_PEAK}`, PAWL_BENCH_PEAK: peak };
    await runProcess({
      command: program.command,
      arguments: program.arguments,
      folder,
      env: { ...process.env, ...env },
    });
    const { verdict, columns } = Document.parse(JSON.parse(await readFile(output, "utf8")));
    return {
      verdict,
      named: columns.filter((column) => column.verdict === "drift").map(({ name }) => name),
      peakMiB: Math.round(Number(await readFile(peak, "utf8")) / 1024),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
