import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { config } from "zod";
import { runAction } from "../src/runner/run-action.ts";
import { logMessage } from "../src/runner/workflow-commands.ts";
import { createAnswerCache } from "./answer-cache.ts";
import { runBot } from "./run-bot.ts";

// Each kind of document is read a few times: compiling a parser for it takes longer than the parsing.
config({ jitless: true });

void runAction(async () => {
  const { env } = process;
  const { notice, counts, failures } = await runBot({
    env: { LOG_LEVEL: env["RUNNER_DEBUG"] === "1" ? "debug" : "info", ...env },
    readFile: (path) => readFileSync(path, "utf8"),
    openCache: (runKey) =>
      createAnswerCache({
        folder: env["RUNNER_TEMP"] ?? tmpdir(),
        runKey,
        warn: (text) => logMessage("warning", text),
      }),
    withoutCommands,
  });
  if (notice !== undefined) logMessage("notice", notice);
  process.stdout.write(
    `GitHub was asked ${String(counts.unchanged + counts.billed)} times; ${String(counts.billed)} count against its hourly limit.\n`,
  );
  if (failures === 0) return 0;
  logMessage(
    "error",
    `${String(failures)} pieces of work failed; the next scheduled run tries again. The log above says why.`,
  );
  return 1;
});

/** The log shows names of branches and messages of errors; the runner must not take a line of theirs for a command. */
async function withoutCommands<Result>(work: () => Promise<Result>): Promise<Result> {
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n`);
  try {
    return await work();
  } finally {
    process.stdout.write(`::${token}::\n`);
  }
}
