import { execFileSync } from "node:child_process";
import { cpus, totalmem, type } from "node:os";

/** The kind of machine, without a name that would tell which one. */
export function describeMachine(): string {
  const cores = cpus();
  const memory = `${String(Math.round(totalmem() / 2 ** 30))} GiB`;
  const model = cores[0]?.model.replace(/\s+/g, " ").trim() ?? "unknown processor";
  return `${type()}, ${String(cores.length)} × ${model}, ${memory}, Node ${process.versions.node}, ${pythonVersion()}`;
}

function pythonVersion(): string {
  try {
    return execFileSync("python3", ["--version"], { encoding: "utf8" }).trim();
  } catch {
    return "no Python";
  }
}
