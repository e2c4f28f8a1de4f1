import type { RunnerEvent } from "../runner/start-runner.ts";
import type { Narrator } from "./narrator.ts";

const TAIL_LINES = 20;

/** Says what the runner does; what jobs print only when asked to, or when one fails. */
export function narrateRunner({ say }: Pick<Narrator, "say">, verbose: boolean): (event: RunnerEvent) => void {
  return (event) => {
    const { run } = event;
    const name = `${run.workflowName} #${String(run.runNumber)}`;
    if (event.kind === "started") say(`  ${name} · started by ${run.event} of ${run.headSha.slice(0, 7)}`);
    else if (event.kind === "progress") {
      const { progress } = event;
      if (progress.kind === "step") say(`  ${name} · ${progress.step}`);
      else if (verbose) say(`      ${printable(progress.line)}`);
    } else {
      say(`  ${name} · ${event.conclusion}`);
      if (event.problem !== undefined) say(`  ${name} · ${event.problem}`);
      const failed = verbose ? [] : event.jobs.filter(({ conclusion }) => conclusion === "failure");
      for (const line of failed.flatMap(({ log }) => log.slice(-TAIL_LINES))) say(`      ${printable(line)}`);
    }
  };
}

/** A job prints what it likes; it does not get to move the cursor of this terminal. */
function printable(line: string): string {
  return line.replaceAll(/\p{Cc}/gu, " ");
}
