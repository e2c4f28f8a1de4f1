import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { COMMAND_MARK } from "../../src/runner/child-environment.ts";
import { createRedact } from "../../src/runner/redact.ts";
import { type CommandRequest, type CommandResult, runCommand } from "../../src/runner/run-command.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let marks = 0;

async function run(
  command: string,
  more: Partial<CommandRequest> = {},
): Promise<CommandResult & { readonly printed: string; readonly bytes: Buffer }> {
  const mark = `test-${String(process.pid)}-${String(marks++)}`;
  const chunks: Buffer[] = [];
  const result = await runCommand({
    command,
    folder: more.folder ?? temporaryFolder(),
    env: { PATH: process.env["PATH"], [COMMAND_MARK]: mark, ...more.env },
    mark,
    redact: createRedact({}),
    graceSeconds: 5,
    output: { write: (chunk: Buffer) => chunks.push(chunk) },
    ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== "env")),
  });
  const bytes = Buffer.concat(chunks);
  return { ...result, printed: bytes.toString("utf8"), bytes };
}

function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "latin1");
    return !/\) [ZX] /.test(stat);
  } catch {
    return false;
  }
}

async function waitFor(file: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    if (existsSync(file) && readFileSync(file, "utf8").endsWith("\n")) return readFileSync(file, "utf8").trim();
    await wait(20);
  }
  throw new Error(`${file} was not written`);
}

describe("how a command ends", () => {
  it.each`
    case                                | command                     | exitCode | kind
    ${"success"}                        | ${"true"}                   | ${0}     | ${"succeeded"}
    ${"its own exit code"}              | ${"exit 42"}                | ${42}    | ${"failed"}
    ${"the first failing line ends it"} | ${"false\necho not here"}   | ${1}     | ${"failed"}
    ${"a failure inside a pipe counts"} | ${"false | cat"}            | ${1}     | ${"failed"}
    ${"a failure that is handled"}      | ${"false || echo handled"}  | ${0}     | ${"succeeded"}
    ${"a command that does not exist"}  | ${"no-such-command-at-all"} | ${127}   | ${"failed"}
    ${"a syntax error"}                 | ${"if then"}                | ${2}     | ${"failed"}
    ${"killed by itself"}               | ${"kill -KILL $$"}          | ${137}   | ${"failed"}
  `("$case → exit code $exitCode", async ({ command, exitCode, kind }) => {
    const result = await run(command);
    expect(result).toMatchObject({ exitCode, outcome: { kind } });
    expect(result.printed).not.toContain("not here");
  });

  it("runs several lines as one script, quotes, dollars and all", async () => {
    const { printed, outcome } = await run(
      `A="x  y"\nfor i in 1 2; do\n  echo "$A $i"\ndone\ncat <<'END'\n$A \`id\`\nEND`,
    );
    expect(outcome.kind).toBe("succeeded");
    expect(printed).toBe("x  y 1\nx  y 2\n$A `id`\n");
  });

  it("names the signal of a command that something else killed, and what that usually means", async () => {
    const { outcome, notes } = await run("kill -KILL $$");
    expect(outcome).toMatchObject({ kind: "failed", signal: "SIGKILL", exitCode: 137 });
    expect(notes.join()).toContain("out of memory");
  });

  it("has nothing on its standard input to wait for", async () => {
    expect((await run("cat; echo end")).printed).toBe("end\n");
  });

  it("refuses a working folder that does not exist", async () => {
    await expect(run("true", { folder: "/no/such/folder" })).rejects.toMatchObject({ code: "INPUT_INVALID" });
  });
});

describe("the log", () => {
  it("keeps stdout and stderr in their order", async () => {
    const { printed } = await run("for i in 1 2 3 4 5 6 7 8 9; do echo out$i; echo err$i >&2; done");
    expect(printed).toBe([1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => `out${String(i)}\nerr${String(i)}\n`).join(""));
  });

  it("is live", async () => {
    const times: number[] = [];
    await run("echo one; sleep 0.5; echo two", { output: { write: () => times.push(performance.now()) } });
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(300);
  });

  it("passes bytes through that are no text", async () => {
    const { bytes } = await run("head -c 300000 /dev/zero; printf '\\xff\\xfe\\x00\\x80'; exit 3");
    expect(bytes.byteLength).toBe(300_004);
    expect([...bytes.subarray(-4)]).toEqual([0xff, 0xfe, 0, 0x80]);
  });

  it("of 100,000 lines is passed on whole, and its last 50 are kept", async () => {
    const folder = temporaryFolder();
    const { printed, outcome } = await run("seq 1 100000; exit 1", { logFile: join(folder, "log.txt") });
    expect(printed.split("\n").length).toBe(100_001);
    expect(outcome).toMatchObject({ logTail: Array.from({ length: 50 }, (_, i) => String(99_951 + i)) });
    expect(readFileSync(join(folder, "log.txt"), "utf8")).toBe(printed);
  });

  it("that cannot be kept is a note", async () => {
    const { outcome, notes } = await run("echo x", { logFile: "/no/such/folder/log.txt" });
    expect(outcome.kind).toBe("succeeded");
    expect(notes.join()).toContain("log could not be kept");
  });

  it("does not wait for a process in the background that keeps the pipe open", async () => {
    const started = performance.now();
    const { outcome, notes, printed } = await run("sleep 20 & echo $!");
    expect(outcome.kind).toBe("succeeded");
    expect(performance.now() - started).toBeLessThan(6000);
    expect(notes.join()).toContain("background");
    process.kill(Number(printed), "SIGKILL");
  });
});

describe("a timeout", () => {
  it("ends the command, and the outcome says so", async () => {
    const { outcome, exitCode } = await run("echo started; sleep 30", { timeoutSeconds: 0.3 });
    expect(outcome).toMatchObject({ kind: "timed-out", logTail: ["started"] });
    expect(exitCode).toBe(124);
  });

  it("gives the command time to save its work", async () => {
    const { printed, outcome } = await run("trap 'sleep 0.2; echo saved; exit 0' TERM; sleep 30 & wait", {
      timeoutSeconds: 0.3,
    });
    expect(printed).toBe("saved\n");
    expect(outcome.kind).toBe("timed-out");
  });

  it("kills who ignores SIGTERM, grandchildren too", async () => {
    const folder = temporaryFolder();
    const command = `trap '' TERM; bash -c "trap '' TERM; echo \\$\\$ > ${folder}/pid; while true; do sleep 0.1; done" & wait; while true; do sleep 0.1; done`;
    const { outcome, wallSeconds } = await run(command, { timeoutSeconds: 0.5, graceSeconds: 0.5 });
    expect(outcome.kind).toBe("timed-out");
    expect(wallSeconds).toBeLessThan(5);
    expect(isRunning(Number(await waitFor(join(folder, "pid"))))).toBe(false);
  });

  it("kills a worker that left the process group", async () => {
    const folder = temporaryFolder();
    const command = `setsid --fork bash -c 'echo $$ > ${folder}/pid; while true; do sleep 0.1; done'; sleep 30`;
    await run(command, { timeoutSeconds: 0.7, graceSeconds: 0.3 });
    expect(isRunning(Number(await waitFor(join(folder, "pid"))))).toBe(false);
  });

  it("waits for the children of a leader that was quicker to end", async () => {
    const folder = temporaryFolder();
    const command = `bash -c "trap 'sleep 0.4; echo done > ${folder}/saved; exit' TERM; while true; do sleep 0.05; done" & sleep 30`;
    await run(command, { timeoutSeconds: 0.5, graceSeconds: 5 });
    expect(await waitFor(join(folder, "saved"))).toBe("done");
  });
});

describe("a signal", () => {
  afterEach(() => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) expect(process.listenerCount(signal)).toBe(0);
  });

  // To this process itself: `kill` would reach the test runner's own handlers as well.
  const send = (signal: NodeJS.Signals): boolean => process.emit(signal, signal);

  it.each`
    signal       | exitCode
    ${"SIGINT"}  | ${130}
    ${"SIGTERM"} | ${143}
    ${"SIGHUP"}  | ${129}
  `("$signal is passed on to the whole group", async ({ signal, exitCode }) => {
    const name = String(signal).slice(3);
    const command = `trap 'echo parent; wait; exit' ${name}; bash -c "trap 'echo child; exit' ${name}; echo ready; while true; do sleep 0.05; done" & wait`;
    const running = run(command, { output: { write: (chunk) => chunk.includes("ready") && send(signal) } });
    const result = await running;
    expect(result).toMatchObject({ exitCode, outcome: { kind: "cancelled", signal } });
    expect(result.outcome).toMatchObject({ logTail: expect.arrayContaining(["parent"]) });
  });

  it("that a command survives by saving and exiting well is a cancellation all the same", async () => {
    const { outcome, exitCode } = await run("trap 'exit 0' INT; echo ready; while true; do sleep 0.05; done", {
      output: { write: (chunk) => chunk.includes("ready") && send("SIGINT") },
    });
    expect(outcome.kind).toBe("cancelled");
    expect(exitCode).toBe(130);
  });

  it("followed by a second one leaves a second before everybody is killed", async () => {
    const started = performance.now();
    const { outcome } = await run("trap '' INT TERM; echo ready; while true; do sleep 0.05; done", {
      graceSeconds: 60,
      output: {
        write: (chunk) => {
          if (!chunk.includes("ready")) return;
          send("SIGINT");
          setTimeout(() => send("SIGTERM"), 300);
        },
      },
    });
    expect(outcome).toMatchObject({ kind: "cancelled", signal: "SIGINT" });
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
