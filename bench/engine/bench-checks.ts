import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { parseStatement } from "../../src/core/evidence/statement.ts";
import { type Job, makeJob } from "../../tools/make-job.ts";
import { type Comparison, compareContestants } from "./compare-contestants.ts";
import { FLIGHTS_ROWS, type FlightsFiles, withFlights } from "./flights-files.ts";
import { actionProgram, evidencePath } from "./pawl-program.ts";
import { peerProgram } from "./peers.ts";

const CONTRACT = "flights-checks.odcs.yaml";
const CHECKS = 30;

const Tested = z.object({ result: z.string(), checks: z.array(z.object({ type: z.string(), result: z.string() })) });

/** Thirty checks of the flights: all have to accept them, and to refuse the first 20,000 rows, which are too few. */
export async function benchChecks(): Promise<readonly Comparison[]> {
  const contract = fileURLToPath(new URL(CONTRACT, import.meta.url));
  const job = await makeJob({ [CONTRACT]: await readFile(contract, "utf8") });
  try {
    return await withFlights(async (files) => {
      for (const folder of [files.whole, files.short]) await copyFile(contract, join(folder, CONTRACT));
      return [await compare(job, files)];
    });
  } finally {
    await job.remove();
  }
}

function compare(job: Job, { whole, short }: FlightsFiles): Promise<Comparison> {
  const tested = join(whole, "datacontract.json");
  const few = join(short, "flights.parquet");
  const all = join(whole, "flights.parquet");
  return compareContestants(`Thirty checks of ${FLIGHTS_ROWS.toLocaleString("en")} flights × 6 columns, Parquet`, [
    {
      name: "Pawl, the `validate-data` action",
      computes: "the checks of the contract; and the profile, the file's digest, evidence and summary",
      program: validate(job, all),
      warmUp: validate(job, few),
      warmUpFails: true,
      output: job.env["GITHUB_OUTPUT"] ?? "",
      verify: verifyEvidence,
    },
    {
      name: "pandera 0.35.0",
      computes: "the same checks, written in Python",
      program: peerProgram("pandera", "checks_pandera.py", [all]),
      warmUp: peerProgram("pandera", "checks_pandera.py", [few]),
      warmUpFails: true,
    },
    {
      name: "datacontract-cli 1.2.8",
      computes: "the same contract; 6 checks of types are not supported for Parquet, and it warns",
      program: testContract(whole, tested),
      warmUp: testContract(short, tested),
      warmUpFails: true,
      output: tested,
      verify: verifyTested,
    },
    {
      name: "Great Expectations 1.24.1",
      computes: "the same checks as 26 expectations, written in Python",
      program: peerProgram("great-expectations", "checks_great_expectations.py", [all]),
      warmUp: peerProgram("great-expectations", "checks_great_expectations.py", [few]),
      warmUpFails: true,
    },
  ]);
}

function validate(job: Job, data: string) {
  return actionProgram(job, "validate-data", {
    model: "flights",
    dataset: "flights",
    data,
    contract: CONTRACT,
    reference: "none",
  });
}

function testContract(folder: string, output: string) {
  const options = ["--output-format", "json", "--output", output];
  return peerProgram("datacontract-cli", "datacontract", ["test", ...options, CONTRACT], folder);
}

async function verifyEvidence(outputs: string): Promise<void> {
  const path = evidencePath(outputs);
  const { predicate } = parseStatement(await readFile(path), path);
  if (predicate.schema !== "pawl.data/v1") throw new Error(`${path} is no data evidence`);
  const passed = predicate.checks.filter(({ verdict }) => verdict === "pass").length;
  if (passed !== CHECKS || predicate.profile?.rows !== FLIGHTS_ROWS) throw new Error(`${String(passed)} checks passed`);
}

function verifyTested(text: string): void {
  const { checks } = Tested.parse(JSON.parse(text));
  const odd = checks.filter(
    ({ type, result }) => result !== "passed" && !(result === "warning" && type === "field_type"),
  );
  if (checks.length < CHECKS || odd.length > 0) throw new Error(`of its checks ${String(odd.length)} did not pass`);
}
