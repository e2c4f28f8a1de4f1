import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { type Comparison, compareContestants } from "./compare-contestants.ts";
import { FLIGHTS, FLIGHTS_ROWS, type FlightsFiles, withFlights } from "./flights-files.ts";
import { pawlProgram } from "./pawl-program.ts";
import { peerProgram } from "./peers.ts";

const RUN = fileURLToPath(new URL("run-engine.ts", import.meta.url));
const COLUMNS = ["date", "delay", "destination", "distance", "origin"];

const Profiled = z.object({
  profile: z.object({ rows: z.number(), columns: z.array(z.object({ name: z.string() })) }),
});
const YdataReport = z.object({ table: z.object({ n: z.number() }), variables: z.record(z.string(), z.unknown()) });

/** The profile of three million real rows beside that of the profilers that people use. */
export async function benchFlights(): Promise<readonly Comparison[]> {
  return withFlights(async (files) => [await compare(files)]);
}

function compare({ whole, short }: FlightsFiles): Promise<Comparison> {
  const few = join(short, "reference.parquet");
  const output = (name: string): string => join(whole, name);
  const [ours, whylogs, ydata] = [output("pawl.json"), output("whylogs.bin"), output("ydata.json")];
  return compareContestants(`Profile of ${FLIGHTS_ROWS.toLocaleString("en")} flights × 5 columns, Parquet`, [
    {
      name: "Pawl, `pawl profile --json`",
      computes: "histograms, frequent values, distinct values, repeated rows, pairs of columns; the file's digest",
      program: pawlProgram(["profile", "--json", FLIGHTS], ours),
      warmUp: pawlProgram(["profile", "--json", few], ours),
      output: ours,
      verify: (text) => {
        const { profile } = Profiled.parse(JSON.parse(text));
        assertWhole(
          profile.rows,
          profile.columns.map(({ name }) => name),
        );
      },
    },
    {
      name: "DuckDB SUMMARIZE",
      computes: "other output: no histograms, no frequent values, but mean, deviation and approximate quartiles",
      program: {
        command: execPath,
        arguments: ["--import", import.meta.resolve("tsx"), RUN, "summarize", FLIGHTS],
      },
    },
    {
      name: "whylogs 1.6.4",
      computes: "other output: sketches of quantiles, distinct and frequent values",
      program: peerProgram("whylogs", "profile_whylogs.py", [FLIGHTS, whylogs]),
      warmUp: peerProgram("whylogs", "profile_whylogs.py", [few, whylogs]),
      output: whylogs,
      verify: (text) =>
        assertWhole(
          FLIGHTS_ROWS,
          COLUMNS.filter((name) => text.includes(name)),
        ),
    },
    {
      name: "ydata-profiling 4.18.4, minimal",
      computes: "other output: exact quantiles, extremes, kinds of characters; as JSON, no page is drawn",
      program: peerProgram("ydata-profiling", "profile_ydata.py", [FLIGHTS, ydata]),
      warmUp: peerProgram("ydata-profiling", "profile_ydata.py", [few, ydata]),
      output: ydata,
      verify: (text) => {
        const { table, variables } = YdataReport.parse(JSON.parse(text));
        assertWhole(table.n, Object.keys(variables));
      },
    },
  ]);
}

function assertWhole(rows: number, columns: readonly string[]): void {
  if (rows !== FLIGHTS_ROWS || columns.toSorted().join() !== COLUMNS.join()) {
    throw new Error(`it is the profile of ${String(rows)} rows of ${columns.join(", ")}`);
  }
}
