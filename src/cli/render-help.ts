import { alignColumns } from "./align-columns.ts";
import type { CliCommand } from "./command.ts";
import type { ListedCommand } from "./commands.ts";
import type { Style } from "./style.ts";

/** The list of commands. */
export function renderHelp(commands: Readonly<Record<string, ListedCommand>>, style: Style): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => [`  ${name}`, summary]);
  return [
    `${style.strong("pawl")} <command> [options]`,
    "",
    ...alignColumns(rows),
    "",
    "`pawl <command> --help` says more. Exit codes: 0 good, 1 a verdict against, 2 an error.",
  ].join("\n");
}

/** One command with its options and examples. */
export function renderCommandHelp(
  name: string,
  { usage, details, examples, options }: CliCommand,
  style: Style,
  width?: number,
): string {
  const rows = Object.entries({ ...options, help: { short: "h", description: "This text." } }).map(
    ([option, given]) => {
      const { short, value, description } = { value: undefined, ...given };
      const names = `${short === undefined ? "    " : `-${short}, `}--${option}${value === undefined ? "" : ` <${value}>`}`;
      return [`  ${names}`, description];
    },
  );
  return [
    `${style.strong(`pawl ${name}`)} ${usage}`,
    "",
    ...details,
    "",
    ...alignColumns(rows, [], width),
    "",
    ...examples.map((example) => style.quiet(`  ${example}`)),
  ].join("\n");
}
