import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { parseStatement } from "../../src/core/evidence/statement.ts";
import { type Job, makeJob } from "../../tools/make-job.ts";
import { type Comparison, type Contestant, compareContestants } from "./compare-contestants.ts";
import { type FlightsFiles, HALVES_ROWS, withFlights } from "./flights-files.ts";
import { actionProgram, evidencePath } from "./pawl-program.ts";
import { type Peer, peerProgram } from "./peers.ts";

/** Columns of which every tool has something to say; not all of them take dates. */
const COLUMNS = ["delay", "distance", "origin", "destination"];

/** Profiles of the two halves of the flights, and the drift between them. */
export async function benchDrift(): Promise<readonly Comparison[]> {
  const job = await makeJob({ "README.md": "# Flights\n" });
  try {
    return await withFlights(async (files) => [await compare(job, files)]);
  } finally {
    await job.remove();
  }
}

function compare(job: Job, files: FlightsFiles): Promise<Comparison> {
  const rows = Object.values(HALVES_ROWS).map((count) => count.toLocaleString("en"));
  return compareContestants(`Profiles and drift of two halves of the flights, ${rows.join(" and ")} rows`, [
    {
      name: "Pawl, the `drift` action",
      computes:
        "both profiles; shape, missing values, new mass, spikes and pairs of all 5 columns; evidence and summary",
      program: drift(job, files.whole),
      warmUp: drift(job, files.short),
      output: job.env["GITHUB_OUTPUT"] ?? "",
      verify: verifyEvidence,
    },
    peer("evidently", "Evidently 0.7.23", files, {
      computes: "other output: one score each of 4 columns, Wasserstein on all rows; JSON, no page is drawn",
      verify: (text) => assertNamed(JSON.stringify(EvidentlyReport.parse(JSON.parse(text)))),
    }),
    peer("whylogs", "whylogs 1.6.4", files, {
      computes: "other output: two profiles of sketches, one score each of 4 columns",
      verify: (text) => {
        const scores = z.record(z.string(), z.string().nullable()).parse(JSON.parse(text));
        assertNamed(
          Object.keys(scores)
            .filter((name) => scores[name] !== null)
            .join(),
        );
      },
    }),
    peer("nannyml", "NannyML 0.13.1", files, {
      computes: "other output: Jensen-Shannon of 4 columns for 10 chunks of each half",
      verify: assertNamed,
    }),
  ]);
}

const EvidentlyReport = z.object({
  metrics: z.array(z.object({ metric_name: z.string(), value: z.unknown() })).min(5),
});

function drift(job: Job, folder: string) {
  const [reference, current] = [join(folder, "reference.parquet"), join(folder, "current.parquet")];
  return actionProgram(job, "drift", { model: "flights", current, reference, "fail-on": "never" });
}

async function verifyEvidence(outputs: string): Promise<void> {
  const path = evidencePath(outputs);
  const { predicate } = parseStatement(await readFile(path), path);
  if (predicate.schema !== "pawl.drift/v1") throw new Error(`${path} is no drift evidence`);
  if (predicate.profile?.rows !== HALVES_ROWS.current) throw new Error(`${path} is of other data`);
  assertNamed(predicate.findings.flatMap(({ columns }) => columns).join());
}

function peer(
  name: Peer,
  title: string,
  { whole, short }: FlightsFiles,
  { computes, verify }: Pick<Contestant, "computes" | "verify">,
): Contestant {
  const output = join(whole, `${name}.out`);
  const program = (folder: string) =>
    peerProgram(name, `drift_${name}.py`, [join(folder, "reference.parquet"), join(folder, "current.parquet"), output]);
  return { name: title, computes, program: program(whole), warmUp: program(short), output, verify };
}

function assertNamed(text: string): void {
  const missing = COLUMNS.filter((column) => !text.includes(column));
  if (missing.length > 0) throw new Error(`nothing is said of ${missing.join(", ")}`);
}
