import { readFile, writeFile } from "node:fs/promises";
import { measureProcess, medianUsage, type Program, type Usage } from "./measure-process.ts";

/** A program that does a job, and how one knows that it did. */
export interface Contestant {
  readonly name: string;
  /** What it computes, where that is not what the first one computes. */
  readonly computes: string;
  /** `undefined`: it is not installed. */
  readonly program: Program | undefined;
  /** The same on few rows, not counted: it fills caches and compiles what is imported for the first time. */
  readonly warmUp?: Program | undefined;
  /** The few rows break the rules, and it has to say so. */
  readonly warmUpFails?: true;
  /** The file that it writes: emptied before each run, full after it. */
  readonly output?: string;
  /** Throws where the output is not what the job asks for. */
  readonly verify?: ((output: string) => void | Promise<void>) | undefined;
}

export interface Comparison {
  readonly title: string;
  readonly outcomes: readonly Outcome[];
}

/** `usage` is missing where there is nothing to compare, and `note` says why. */
export interface Outcome {
  readonly name: string;
  readonly usage?: Usage;
  readonly runs: number;
  readonly note: string;
}

interface Lane {
  readonly contestant: Contestant;
  readonly isOurs: boolean;
  readonly runs: Usage[];
  failure?: string;
}

const ROUNDS = 3;
/** Nobody runs once more who would by that have taken longer than this in all. */
const SECONDS_EACH = 40;

/**
 * Lets all do the same job in turns, every second round backwards. The first contestant is Pawl: its failure is an error;
 * another one that fails once has no figures.
 */
export async function compareContestants(title: string, contestants: readonly Contestant[]): Promise<Comparison> {
  const lanes = contestants.map((contestant, index): Lane => ({ contestant, isOurs: index === 0, runs: [] }));
  for (const lane of lanes) await attempt(lane, warmUp);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const lane of round % 2 === 0 ? lanes : lanes.toReversed()) {
      if (isSpent(lane)) continue;
      await attempt(lane, async (contestant, program) => {
        console.error(`  ${title}: ${contestant.name} …`);
        lane.runs.push(await runOnce(contestant, program));
      });
    }
  }
  return { title, outcomes: lanes.map(toOutcome) };
}

async function warmUp(contestant: Contestant): Promise<void> {
  if (contestant.warmUp === undefined) return;
  console.error(`  ${contestant.name}, few rows …`);
  if (contestant.warmUpFails !== true) {
    await runOnce(contestant, contestant.warmUp, false);
    return;
  }
  const accepted = await measureProcess(contestant.warmUp).then(
    () => true,
    () => false,
  );
  if (accepted) throw new Error("it accepts data that break a rule");
}

async function runOnce({ output, verify }: Contestant, program: Program, whole = true): Promise<Usage> {
  if (output !== undefined) await writeFile(output, "");
  const usage = await measureProcess(program);
  if (output === undefined) return usage;
  const text = await readFile(output, "utf8");
  if (text.trim() === "") throw new Error("it left no result");
  if (whole) await verify?.(text);
  return usage;
}

function isSpent({ runs }: Lane): boolean {
  const taken = runs.reduce((sum, { wallSeconds }) => sum + wallSeconds, 0);
  return taken + (runs.at(-1)?.wallSeconds ?? 0) > SECONDS_EACH;
}

async function attempt(lane: Lane, work: (contestant: Contestant, program: Program) => Promise<void>): Promise<void> {
  const { contestant, isOurs } = lane;
  if (lane.failure !== undefined) return;
  if (contestant.program === undefined) {
    lane.failure = "not installed: npx tsx bench/engine/setup-peers.ts";
    return;
  }
  try {
    await work(contestant, contestant.program);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(`  ${contestant.name} failed: ${message}`);
    if (isOurs) throw error;
    lane.failure = `failed: ${message.trim().split("\n").at(-1) ?? ""}`;
  }
}

function toOutcome({ contestant: { name, computes }, runs, failure }: Lane): Outcome {
  if (failure !== undefined) return { name, runs: 0, note: `not measured; ${failure.slice(0, 160)}` };
  return { name, usage: medianUsage(runs), runs: runs.length, note: computes };
}
