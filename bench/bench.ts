import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { BenchRow } from "./bench-row.ts";
import { describeMachine } from "./describe-machine.ts";
import { benchEvaluate } from "./evaluate.ts";
import { benchGate } from "./gate.ts";
import { renderTable } from "./render-table.ts";
import { benchReviews } from "./reviews.ts";
import { benchStartUp } from "./start-up.ts";
import { benchWebhooks } from "./webhooks.ts";

/** Each part prints its own progress to stderr and gives rows; one that cannot run says why in a row's note. */
const PARTS: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  "start-up": benchStartUp,
  webhooks: benchWebhooks,
  evaluate: benchEvaluate,
  reviews: benchReviews,
  gate: benchGate,
};

async function main(args: readonly string[]): Promise<void> {
  const write = args.includes("--write");
  const chosen = args.filter((argument) => argument !== "--write");
  const unknown = chosen.find((name) => !(name in PARTS));
  if (unknown !== undefined) {
    throw new Error(`there is no bench "${unknown}"; there are ${Object.keys(PARTS).join(", ")}`);
  }
  const machine = describeMachine();
  const rows: BenchRow[] = [];
  for (const [name, bench] of Object.entries(PARTS)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    console.error(`${name} …`);
    rows.push(...(await bench()));
  }
  const table = `${machine}\n\n${renderTable(rows)}`;
  console.log(`\n${table}`);
  if (write) await writeFile(fileURLToPath(new URL("results.md", import.meta.url)), resultsFile(table));
}

function resultsFile(table: string): string {
  const day = new Date().toISOString().slice(0, 10);
  return `# What \`npm run bench\` measured

${day}. Medians of runs taken in turns on one machine, so read the ratios rather than the times. [README.md](README.md)
says what each row does and what it leaves out.

${table}
`;
}

await main(process.argv.slice(2));
