import { spawn } from "node:child_process";

// Starts git for a process that is large, such as one of the tests: what a start costs grows with the memory of whoever
// starts, and this process has little. Plain JavaScript, because translating it would take longer than what it saves.

process.on("message", ({ id, folder, args, input }) => {
  const child = spawn("git", ["-C", folder, ...args]);
  const stdout = [];
  const stderr = [];
  child.stdout.on("data", (chunk) => stdout.push(chunk));
  child.stderr.on("data", (chunk) => stderr.push(chunk));
  child.on("error", (error) => process.send({ id, error: error.message }));
  child.on("close", (code) =>
    process.send({ id, code: code ?? -1, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString("utf8") }),
  );
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
});
// It ends with whom it works for; an interrupt at the terminal is for that one to answer.
process.on("SIGINT", () => undefined);
process.on("disconnect", () => process.exit());
