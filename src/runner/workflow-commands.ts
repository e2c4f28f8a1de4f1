import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { EOL } from "node:os";

/**
 * The runner's file and log protocol. Written here because `@actions/core` loads an HTTP client when it is imported,
 * which would be half of the time that an action may add to a command.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */

export type LogLevel = "debug" | "notice" | "warning" | "error";

/** One annotation in the job's log: `::error::text`. */
export function logMessage(level: LogLevel, message: string): void {
  process.stdout.write(`::${level}::${escapeData(message)}${EOL}`);
}

/** Where an annotation stands: a file of the checkout, by its path from the root. */
export interface AnnotationPlace {
  readonly title?: string | undefined;
  readonly file?: string | undefined;
  /** 1-based. */
  readonly line?: number | undefined;
}

/** The same with a title and on a line of a file: `::error file=a.yaml,line=7,title=…::text`. */
export function logAnnotation(level: Exclude<LogLevel, "debug">, message: string, place: AnnotationPlace): void {
  const properties = Object.entries({ file: place.file, line: place.line, title: place.title })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`]))
    .join(",");
  process.stdout.write(`::${level}${properties === "" ? "" : ` ${properties}`}::${escapeData(message)}${EOL}`);
}

/** Text that has come to be known as a secret: the runner shows `***` in its place from here on. */
export function maskSecret(secret: string): void {
  process.stdout.write(`::add-mask::${escapeData(secret)}${EOL}`);
}

/** A plain line in the job's log that the runner cannot take for a workflow command. */
export function logLine(message: string): void {
  process.stdout.write(`${message.replace(/^(\s*)::/gm, "$1: :").replace(/##\[/g, "# #[")}${EOL}`);
}

/** Appends `name=value` to one of the runner's command files (`GITHUB_OUTPUT`). The delimiter cannot be guessed. */
export function appendKeyValue(file: string, name: string, value: string): void {
  const delimiter = `pawl_${randomUUID()}`;
  appendFileSync(file, `${name}<<${delimiter}${EOL}${value}${EOL}${delimiter}${EOL}`, "utf8");
}

function escapeData(value: string): string {
  return value.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function escapeProperty(value: string): string {
  return escapeData(value).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
