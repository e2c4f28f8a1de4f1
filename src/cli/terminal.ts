import { styleText } from "node:util";
import { PLAIN_STYLE, type Style } from "./style.ts";

/** What a command needs of the place where it was called. */
export interface Terminal {
  /** One or more lines for whoever asked: the result. */
  readonly print: (text: string) => void;
  /** A line beside the result: progress, hints, faults. */
  readonly tell: (line: string) => void;
  /** A line that the next one replaces; nothing where nobody watches. */
  readonly tellShortly: (line: string) => void;
  readonly style: Style;
  /** Columns of the screen; unknown where the result goes into a file or another program. */
  readonly width?: number;
  /** Folder to which paths are relative. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The terminal of a process. Colours are used only where a person watches and has not asked for none (`NO_COLOR`). */
export function processTerminal({ stdout, stderr, env, cwd }: NodeJS.Process): Terminal {
  // `pawl … | head` ends the reading side first.
  stdout.on("error", () => undefined);
  const colored = stdout.isTTY && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
  let unfinished = false;
  const finishLine = (): void => {
    if (unfinished) stderr.write("\r\u001b[K");
    unfinished = false;
  };
  return {
    print: (text) => {
      finishLine();
      stdout.write(`${text}\n`);
    },
    tell: (line) => {
      finishLine();
      stderr.write(`${line}\n`);
    },
    tellShortly: (line) => {
      if (!stderr.isTTY) return;
      stderr.write(`\r${line.slice(0, (stderr.columns ?? 80) - 1)}\u001b[K`);
      unfinished = true;
    },
    style: colored ? COLORED : PLAIN_STYLE,
    ...(stdout.isTTY ? { width: stdout.columns } : {}),
    folder: cwd(),
    env,
  };
}

const COLORED: Style = {
  good: (text) => styleText("green", text),
  bad: (text) => styleText("red", text),
  doubtful: (text) => styleText("yellow", text),
  quiet: (text) => styleText("dim", text),
  strong: (text) => styleText("bold", text),
};
