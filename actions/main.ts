import { config } from "zod";
import { PawlError } from "../src/core/errors.ts";
import { runAction } from "../src/runner/run-action.ts";
import { ACTION_COMMANDS } from "./commands.ts";

// A step reads each kind of document once: compiling a parser for it takes longer than the parsing.
config({ jitless: true });

void runAction(async () => {
  const name = process.argv[2] ?? "";
  const load = Object.hasOwn(ACTION_COMMANDS, name) ? ACTION_COMMANDS[name] : undefined;
  if (load === undefined) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `"${name.slice(0, 60)}" is not a command of this bundle`,
      hint: `Commands: ${Object.keys(ACTION_COMMANDS).join(", ")}.`,
    });
  }
  const command = await load();
  return command(process.env);
});
