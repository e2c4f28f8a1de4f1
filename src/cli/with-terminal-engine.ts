import type { Engine } from "../engine/engine.ts";
import { withEngine } from "../engine/with-engine.ts";
import type { Progress } from "../runner/progress-log.ts";
import type { Terminal } from "./terminal.ts";
import { toCell } from "./to-printable.ts";

const QUIET_MS = 400;

/** Runs work on an engine, with a line for whoever watches a long reading. Throws `ENGINE_UNAVAILABLE`. */
export async function withTerminalEngine<Result>(
  terminal: Terminal,
  work: (engine: Engine, onProgress: (progress: Progress) => void) => Promise<Result>,
): Promise<Result> {
  const onProgress = tellProgress(terminal);
  return withEngine({ env: terminal.env, log: terminal.tell }, (engine) => work(engine, onProgress));
}

/** Says how far a counting has come, in a line that the next one replaces. */
export function tellProgress({ tellShortly }: Terminal): (progress: Progress) => void {
  const started = performance.now();
  return ({ done, total, what }) => {
    const seconds = (performance.now() - started) / 1000;
    if (seconds * 1000 < QUIET_MS) return;
    const share = total > 0 ? `${String(Math.min(100, Math.floor((100 * done) / total)))} %, ` : "";
    tellShortly(toCell(`Counting: ${share}${what} done, ${seconds.toFixed(0)} s`, 200));
  };
}
