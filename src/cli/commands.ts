import type { CliCommand } from "./command.ts";
import { driftCommand } from "./drift.ts";
import { inferCommand } from "./infer.ts";
import { profileCommand } from "./profile.ts";
import { validateCommand } from "./validate.ts";

/** The commands of `pawl`, in the order of the help. */
export const CLI_COMMANDS: Readonly<Record<string, CliCommand>> = {
  profile: profileCommand,
  infer: inferCommand,
  validate: validateCommand,
  drift: driftCommand,
};
