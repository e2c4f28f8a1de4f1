import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { PawlError } from "../../core/errors.ts";
import type { SqlEngine } from "../engine.ts";
import { lastWords } from "../last-words.ts";
import { findSparkProgram } from "./find-spark-program.ts";
import { parseHello, parseRows } from "./spark-answer.ts";

export interface SparkOptions {
  /** What starts a Python program that finds Spark: the words of `python3`, or of `spark-submit --master yarn`. */
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Where the code itself lies. */
  readonly from: string;
}

export interface SparkEngine extends SqlEngine {
  /** As Spark says it: `4.1.4`. */
  readonly version: string;
  readonly close: () => Promise<void>;
}

/** A session that is told to end gets so long for it. */
const GRACE_MS = 20_000;
const LAST_WORDS_MS = 2000;

/**
 * Starts the program that runs statements on a Spark session, and waits for the session. Where that is, is said where it is
 * said to Spark's own programs: `SPARK_REMOTE`, `spark-defaults.conf`, the arguments of `spark-submit`. Statements run one
 * after the other. Throws `ENGINE_UNAVAILABLE`.
 */
export async function openSpark({ command, env, from }: SparkOptions): Promise<SparkEngine> {
  // In a folder that only this user can enter: whoever reaches the socket has the session.
  const folder = mkdtempSync(join(tmpdir(), "pawl-spark-"));
  const path = join(folder, "socket");
  const server = createServer();
  try {
    await once(server.listen(path), "listening");
    const [name = "", ...args] = command;
    const child = spawn(name, [...args, findSparkProgram(from), path], { env, stdio: ["ignore", "pipe", "pipe"] });
    const said = lastWords(child);
    // What it says last comes after its end of the socket has closed.
    const gone = async () => {
      await Promise.race([once(child, "close"), setTimeout(LAST_WORDS_MS, undefined, { ref: false })]);
      return unavailable(name, said());
    };
    const connected = once(server, "connection").then(([socket]: Socket[]) => socket);
    const ended = once(child, "close").catch((error: Error) => Promise.reject(unavailable(name, error.message)));
    const socket = await Promise.race([connected, ended.then(() => undefined)]);
    server.close();
    if (socket === undefined) throw unavailable(name, said());
    const ask = talk(socket, gone);
    const hello = parseHello(await ask());
    if ("error" in hello) {
      await end(child, socket);
      throw unavailable(name, hello.error);
    }
    return {
      version: hello.version,
      execute: async (sql) => void parseRows(await ask({ sql })),
      query: async (sql) => parseRows(await ask({ sql, rows: true })),
      close: async () => {
        await end(child, socket);
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    server.close();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Sends a request and reads one line; without a request the line that comes first. Requests wait for each other. */
function talk(socket: Socket, gone: () => Promise<PawlError>): (request?: unknown) => Promise<string> {
  socket.on("error", () => socket.destroy());
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  let turn: Promise<unknown> = Promise.resolve();
  return (request) => {
    const answer = turn.then(async () => {
      if (request !== undefined) socket.write(`${JSON.stringify(request)}\n`);
      const next = await lines.next();
      if (next.done === true) throw await gone();
      return next.value;
    });
    turn = answer.catch(() => undefined);
    return answer;
  };
}

async function end(child: ChildProcess, socket: Socket): Promise<void> {
  socket.end();
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  const isLate = await Promise.race([closed, setTimeout(GRACE_MS, "late", { ref: false })]);
  if (isLate === "late") child.kill("SIGKILL");
  await closed;
}

function unavailable(name: string, said: string): PawlError {
  return new PawlError({
    code: "ENGINE_UNAVAILABLE",
    message: `Spark cannot be reached with ${name.slice(0, 100)}${said === "" ? "" : `: ${said}`}`,
    hint: "It needs Java and a Python with pyspark (pip install pyspark), or --client 'spark-submit …' of an installed Spark.",
  });
}
