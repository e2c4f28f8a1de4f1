import { formatError } from "../core/errors.ts";
import { logMessage } from "./workflow-commands.ts";

/**
 * Runs an action's command and turns everything that it throws into an error annotation and a failed step. The exit
 * code is `main`'s: what a training command exited with is what the step exits with.
 */
export async function runAction(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    logMessage("error", formatError(error));
    if (error instanceof Error && process.env["RUNNER_DEBUG"] === "1") logMessage("debug", error.stack ?? "");
    process.exitCode = 1;
  }
}
