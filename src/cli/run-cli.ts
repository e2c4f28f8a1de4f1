import { suggestName } from "../core/config/suggest-name.ts";
import { formatError, PawlError } from "../core/errors.ts";
import { PAWL_VERSION } from "../core/version.ts";
import { EXIT, type ExitCode } from "./command.ts";
import { CLI_COMMANDS } from "./commands.ts";
import { explainFailure } from "./explain-failure.ts";
import { parseArguments } from "./parse-arguments.ts";
import { renderCommandHelp, renderHelp } from "./render-help.ts";
import type { Terminal } from "./terminal.ts";
import { toPrintable } from "./to-printable.ts";

const HELP = new Set(["--help", "-h", "help"]);

/** Runs one command and gives its exit code. An error is a line with its code, and one with the way out. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await runCommand(args, terminal);
  } catch (error) {
    terminal.tell(terminal.style.bad(toPrintable(formatError(explainFailure(error)))));
    if (error instanceof Error && !(error instanceof PawlError) && terminal.env["PAWL_DEBUG"] === "1") {
      terminal.tell(error.stack ?? "");
    }
    return EXIT.error;
  }
}

async function runCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name = "--help", ...rest] = args;
  if (name === "--version" || name === "-v") {
    terminal.print(PAWL_VERSION);
    return EXIT.good;
  }
  const asked = HELP.has(name) ? rest[0] : name;
  if (asked === undefined) {
    terminal.print(renderHelp(CLI_COMMANDS, terminal.style));
    return args.length === 0 ? EXIT.error : EXIT.good;
  }
  const listed = Object.hasOwn(CLI_COMMANDS, asked) ? CLI_COMMANDS[asked] : undefined;
  if (listed === undefined) throw unknownCommand(asked);
  const command = await listed.load();
  if (asked !== name || rest.some((arg) => arg === "--help" || arg === "-h")) {
    terminal.print(renderCommandHelp(asked, command, terminal.style, terminal.width));
    return EXIT.good;
  }
  return command.run(parseArguments(rest, command.options), terminal);
}

function unknownCommand(name: string): PawlError {
  const known = Object.keys(CLI_COMMANDS);
  const near = suggestName(name, known);
  return new PawlError({
    code: "INPUT_INVALID",
    message: `"${name.slice(0, 60)}" is not a command of pawl`,
    hint: near === undefined ? `Commands: ${known.join(", ")}.` : `Did you mean ${near}?`,
  });
}
