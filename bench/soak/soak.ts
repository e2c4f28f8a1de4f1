import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describeMachine } from "../describe-machine.ts";
import { judgeSimulation, type SimulationJudgement } from "./judge-simulation.ts";
import { type Simulation, type SimulationWish, simulate } from "./simulate.ts";

/** March: the clocks of New York go forward on the 8th, those of Berlin on the 29th. */
const MONTH = { start: "2026-03-01T00:00:00Z", days: 31, sweepHours: 6, seed: 2026 } as const;
const QUIET = { kills: 0, failing: 0 } as const;
const SOAK = { ...MONTH, ...QUIET, repositories: 500, models: 2000 } as const satisfies SimulationWish;
/** `--faults-in 6`: in how many repositories the faults are played; two hundred kills from forty on. */
const at = process.argv.indexOf("--faults-in");
const few = at < 0 ? 40 : Number(process.argv[at + 1]);
const SMALLER: SimulationWish = { ...MONTH, ...QUIET, repositories: few, models: 4 * few };
const FAULTS: SimulationWish = { ...SMALLER, kills: Math.min(200, 5 * few), failing: 0.05 };

interface Row {
  readonly wish: SimulationWish;
  readonly simulation: Simulation;
  readonly judgement: SimulationJudgement;
  readonly seconds: number;
}

async function play(wish: SimulationWish): Promise<Row> {
  console.error(`${String(wish.repositories)} repositories, ${String(wish.kills)} kills …`);
  const started = performance.now();
  const simulation = await simulate(wish);
  const judgement = judgeSimulation(simulation, wish);
  return { wish, simulation, judgement, seconds: (performance.now() - started) / 1000 };
}

function requestsOf({ simulation: { github } }: Row): number {
  return [...github.requests.values()].reduce((sum, count) => sum + count, 0);
}

function describe(row: Row): string {
  const { wish, simulation, judgement, seconds } = row;
  const perDay = requestsOf(row) / wish.repositories / wish.days;
  return [
    `- ${String(wish.repositories)} repositories, ${String(wish.models)} models, ${String(wish.days)} days, a sweep every ${String(wish.sweepHours)} hours; killed ${String(simulation.kills)} times, ${String(simulation.failed)} requests failed`,
    `- ${String(judgement.slots)} slots, each started once: ${judgement.problems.length === 0 ? "yes" : `no, ${String(judgement.problems.length)} problems: ${judgement.problems.slice(0, 5).join("; ")}`}`,
    `- ${String(judgement.windows)} windows kept, ${String(judgement.pulls)} retraining pull requests, ${String(judgement.trainings)} trainings, none doubled`,
    `- ${String(requestsOf(row))} requests, ${perDay.toFixed(1)} for each repository and day; ${String(simulation.reconciles)} looks; ${seconds.toFixed(0)} s`,
  ].join("\n");
}

function describeRequests({ simulation: { github } }: Row): string {
  const names = [...github.requests].sort((a, b) => b[1] - a[1]).slice(0, 12);
  return names.map(([kind, count]) => `| \`${kind.replaceAll("|", "\\|")}\` | ${String(count)} |`).join("\n");
}

const quiet = await play(SMALLER);
const troubled = await play(FAULTS);
const [before, after] = [new Set(quiet.judgement.state), new Set(troubled.judgement.state)];
const differences = [...before]
  .filter((line) => !after.has(line))
  .concat([...after].filter((line) => !before.has(line)));
const soak = process.argv.includes("--small") ? quiet : await play(SOAK);

const text = `# What \`npm run soak\` found

${new Date().toISOString().slice(0, 10)}. ${describeMachine()}. [simulate.ts](simulate.ts) says what is played, [judge-simulation.ts](judge-simulation.ts) what
is looked at: what lies on the stand-in for GitHub in the end, and nothing that the App says of itself. When checks are due is found by looking at
the clocks in every minute of the month, over both changes of the clocks.

## A month

${describe(soak)}

| Request | Times |
|---|--:|
${describeRequests(soak)}

## A month with faults

The App is killed in the middle of a request, half of the time after it took effect, and forgets everything; 5 % of all requests fail, half of
those that write after they took effect.

${describe(troubled)}
- the same month without faults ends with the same slots, windows, retrainings and pull requests: ${differences.length === 0 ? "yes" : `no, ${String(differences.length)} of ${String(before.size)} lines differ: ${differences.slice(0, 6).join("; ")}`}
- without faults it takes ${(requestsOf(quiet) / quiet.wish.repositories / quiet.wish.days).toFixed(1)} requests for each repository and day
`;
console.log(text);
if (process.argv.includes("--write")) await writeFile(fileURLToPath(new URL("results.md", import.meta.url)), text);
const problems = [soak, troubled, quiet].flatMap(({ judgement }) => judgement.problems);
process.exitCode = problems.length + differences.length === 0 ? 0 : 1;
