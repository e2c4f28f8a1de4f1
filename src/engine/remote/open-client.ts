import { spawn } from "node:child_process";
import { once } from "node:events";
import { PawlError } from "../../core/errors.ts";
import { dataUnreadable } from "../data/data-unreadable.ts";
import type { Row, SqlEngine } from "../engine.ts";
import { lastWords } from "../last-words.ts";

/** How an engine's own program at a terminal is asked. */
export interface ClientProtocol {
  /** Put behind the command that was given. */
  readonly args: readonly string[];
  /** What the program reads on its standard input for one statement. */
  readonly toInput: (sql: string) => string;
  /** Rows of what it writes on its standard output. */
  readonly parse: (text: string) => Row[];
}

export interface ClientOptions {
  readonly protocol: ClientProtocol;
  /** The program, and the words that tell it where to go and who is there. */
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Results are counts: more than this is no answer to what was asked. */
const MAX_OUTPUT = 256 * 1024 * 1024;

/**
 * An engine that is reached by its own program, one start for each statement: that has the credentials, this code never
 * sees them. Throws `ENGINE_UNAVAILABLE` where the program does not start, `DATA_UNREADABLE` where it refuses a statement.
 */
export function openClient({ protocol, command, env }: ClientOptions): SqlEngine {
  const query = async (sql: string): Promise<Row[]> => {
    const text = await run([...command, ...protocol.args], protocol.toInput(sql), env);
    try {
      return protocol.parse(text);
    } catch (cause) {
      throw dataUnreadable(
        `${command[0] ?? ""} wrote something else than rows in JSON`,
        "Let --client be the engine's own program, without options that change what it writes.",
        cause,
      );
    }
  };
  return { query, execute: async (sql) => void (await query(sql)) };
}

async function run([name = "", ...args]: readonly string[], input: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(name, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  const said = lastWords(child, [child.stderr]);
  const parts: Buffer[] = [];
  let size = 0;
  child.stdout.on("data", (part: Buffer) => {
    size += part.length;
    if (size > MAX_OUTPUT) child.kill();
    else parts.push(part);
  });
  // A program that ends without reading says why by its exit code.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [code]: unknown[] = await once(child, "close").catch((cause: unknown) => {
    throw new PawlError({
      code: "ENGINE_UNAVAILABLE",
      message: `${name.slice(0, 100)} cannot be started`,
      hint: "Is it installed and on the PATH? --client names another program, with its arguments.",
      cause,
    });
  });
  if (code === 0) return Buffer.concat(parts).toString("utf8");
  throw dataUnreadable(
    `${name.slice(0, 100)} refuses${said() === "" ? "" : `: ${said()}`}`,
    "Is the table right, and may this account read it? Try the program with a statement of your own.",
  );
}
