import { type ParseArgsConfig, parseArgs } from "node:util";
import { suggestName } from "../core/config/suggest-name.ts";
import { PawlError } from "../core/errors.ts";

export interface CommandOption {
  /** `true`: may be given several times. */
  readonly multiple?: true;
  readonly short?: string;
  /** What the value is, like `file`; without it the option is a switch. */
  readonly value?: string;
  readonly description: string;
}

/** The options of a command by name, without the two dashes. */
export type CommandOptions = Readonly<Record<string, CommandOption>>;

/** What was given; texts are never empty. */
export interface ParsedOptions {
  readonly positionals: readonly string[];
  readonly flag: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly list: (name: string) => readonly string[];
}

/** Reads arguments by a command's options. Throws `INPUT_INVALID` for what is not one of them, with the nearest that is. */
export function parseArguments(args: readonly string[], options: CommandOptions): ParsedOptions {
  const { values, positionals } = parse(args, options);
  const texts = (name: string): readonly string[] => {
    const value = values[name];
    const all = Array.isArray(value) ? value : [value];
    return all.flatMap((one) => (typeof one === "string" ? [one] : []));
  };
  for (const name of Object.keys(options)) {
    if (texts(name).some((text) => text.trim() === "")) throw refusal(`--${name} needs a value`);
  }
  return {
    positionals,
    flag: (name) => values[name] === true,
    text: (name) => texts(name).at(-1),
    list: texts,
  };
}

function parse(args: readonly string[], options: CommandOptions) {
  const config = {
    args: [...args],
    allowPositionals: true,
    strict: true,
    options: Object.fromEntries(
      Object.entries(options).map(([name, { value, multiple, short }]) => [
        name,
        {
          type: value === undefined ? "boolean" : "string",
          ...(multiple === undefined ? {} : { multiple }),
          ...(short === undefined ? {} : { short }),
        } as const,
      ]),
    ),
  } satisfies ParseArgsConfig;
  try {
    return parseArgs(config);
  } catch (error) {
    throw explain(error, options);
  }
}

function explain(error: unknown, options: CommandOptions): PawlError {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /Unknown option '(-[^']*)'/.exec(message)?.[1];
  if (unknown === undefined) return refusal(message.split(". ")[0] ?? message);
  const near = suggestName(unknown.replace(/^-+/, ""), Object.keys(options));
  return refusal(
    `${unknown.slice(0, 60)} is not an option of this command`,
    near === undefined ? undefined : `Did you mean --${near}?`,
  );
}

function refusal(message: string, hint = "Add --help for the options of a command."): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}
