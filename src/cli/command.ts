import type { CommandOptions, ParsedOptions } from "./parse-arguments.ts";
import type { Terminal } from "./terminal.ts";

/** Exit codes of every command: good, a verdict against, an error. */
export const EXIT = { good: 0, against: 1, error: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** One command of `pawl`; commands.ts lists them. */
export interface CliCommand {
  /** What comes behind the command's name: `<data>… [options]`. */
  readonly usage: string;
  readonly details: readonly string[];
  readonly examples: readonly string[];
  readonly options: CommandOptions;
  readonly run: (given: ParsedOptions, terminal: Terminal) => Promise<ExitCode>;
}
