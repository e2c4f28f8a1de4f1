import type { CommandOptions, ParsedOptions } from "../parse-arguments.ts";
import type { Terminal } from "../terminal.ts";
import { type Clone, openClone } from "./open-clone.ts";

/** Options of every command that reads a clone. */
export const CLONE_OPTIONS: CommandOptions = {
  offline: { description: "Go by what the clone has, without asking its remote." },
};

/** The clone that the terminal stands in, brought up to date unless `--offline` was given. */
export async function openTerminalClone(given: ParsedOptions, { folder, env }: Terminal): Promise<Clone> {
  return openClone({ folder, env, fetch: !given.flag("offline") });
}
