import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ensureBundle } from "../../sandbox/ensure-bundle.ts";
import { describeMachine } from "../describe-machine.ts";
import { benchChecks } from "./bench-checks.ts";
import { benchDrift } from "./bench-drift.ts";
import { benchFlights } from "./bench-flights.ts";
import { benchProfile } from "./bench-profile.ts";
import type { Comparison } from "./compare-contestants.ts";
import { renderComparison } from "./render-comparison.ts";

const PARTS: Readonly<Record<string, () => Promise<readonly Comparison[]>>> = {
  profile: benchProfile,
  flights: benchFlights,
  drift: benchDrift,
  checks: benchChecks,
};

async function main(args: readonly string[]): Promise<void> {
  const write = args.includes("--write");
  const chosen = args.filter((argument) => argument !== "--write");
  const unknown = chosen.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined)
    throw new Error(`there is no part "${unknown}"; there are ${Object.keys(PARTS).join(", ")}`);
  if (write && chosen.length > 0) throw new Error("--write takes all parts: the results are those of one run");
  const machine = describeMachine();
  console.log(machine);
  if (await ensureBundle(fileURLToPath(new URL("../..", import.meta.url))))
    console.error("actions/dist was built anew");
  const sections: string[] = [];
  for (const [name, bench] of Object.entries(PARTS)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const started = performance.now();
    console.error(`${name} …`);
    for (const comparison of await bench()) {
      const section = renderComparison(comparison);
      console.log(`\n${section}\n`);
      sections.push(section);
    }
    console.error(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  const results = [machine, ...sections].join("\n\n");
  if (write) await writeFile(fileURLToPath(new URL("results.md", import.meta.url)), resultsFile(results));
}

function resultsFile(results: string): string {
  const day = new Date().toISOString().slice(0, 10);
  return `# What \`npm run bench:engine\` measured

${day}. One run on the same files on one machine; each program is a process of its own, from its start to its end. Figures
are medians of so many runs, taken in turns. CPU is user and system; the peak is that of the largest process. Where a row
begins with "other output", its ratio compares two different jobs: it is what people would run instead, not a factor.
[README.md](../README.md) says more of what each side computes and leaves out.

${results}
`;
}

await main(process.argv.slice(2));
