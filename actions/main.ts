import { PawlError } from "../src/core/errors.ts";
import { runAction } from "../src/runner/run-action.ts";
import { ACTION_COMMANDS } from "./commands.ts";

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
