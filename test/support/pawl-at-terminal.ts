import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runCli } from "../../src/cli/run-cli.ts";
import { PLAIN_STYLE } from "../../src/cli/style.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface EndedCommand {
  readonly code: number;
  /** Standard output. */
  readonly printed: string;
  /** Standard error. */
  readonly told: string;
}

export interface LocalFolder {
  readonly folder: string;
  readonly write: (path: string, content: string | Uint8Array) => void;
  /** Runs `pawl` in the folder, without a window. */
  readonly pawl: (...args: string[]) => Promise<EndedCommand>;
}

/** A folder with files in which `pawl` can be called. */
export function localFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): LocalFolder {
  const folder = temporaryFolder();
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const [path, content] of Object.entries(files)) write(path, content);
  return {
    folder,
    write,
    pawl: (...args) => pawlIn(folder, { RUNNER_TEMP: folder }, args),
  };
}

/** Runs `pawl` in a folder, without a window. */
export async function pawlIn(folder: string, env: NodeJS.ProcessEnv, args: readonly string[]): Promise<EndedCommand> {
  const printed: string[] = [];
  const told: string[] = [];
  const code = await runCli(args, {
    print: (text) => void printed.push(text),
    tell: (line) => void told.push(line),
    tellShortly: () => undefined,
    style: PLAIN_STYLE,
    folder,
    env,
  });
  return { code, printed: printed.join("\n"), told: told.join("\n") };
}
