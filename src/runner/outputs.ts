import { appendKeyValue, logLine } from "./workflow-commands.ts";

/**
 * Step outputs. An `undefined` value is written as the empty string, so that a later step that reads it sees nothing
 * rather than a value of an earlier writer. Outside of a runner they are printed.
 */
export function writeOutputs(
  outputs: Readonly<Record<string, string | number | boolean | undefined>>,
  env: NodeJS.ProcessEnv = process.env,
): void {
  const file = env["GITHUB_OUTPUT"];
  for (const [name, value] of Object.entries(outputs)) {
    const text = value === undefined ? "" : String(value);
    if (file === undefined || file === "") logLine(`${name}=${text}`);
    else appendKeyValue(file, name, text);
  }
}
