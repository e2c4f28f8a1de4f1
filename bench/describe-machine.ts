import { execFileSync } from "node:child_process";
import { cpus, loadavg, totalmem, type } from "node:os";

/** The kind of machine, without a name that would tell which one, and how busy it was with other things before. */
export function describeMachine(): string {
  const cores = cpus();
  const memory = `${String(Math.round(totalmem() / 2 ** 30))} GiB`;
  const model = cores[0]?.model.replace(/\s+/g, " ").trim() ?? "unknown processor";
  const load = `load ${(loadavg()[0] ?? 0).toFixed(1)} at the start`;
  return `${type()}, ${String(cores.length)} × ${model}, ${memory}, Node ${process.versions.node}, ${pythonVersion()}; ${load}`;
}

function pythonVersion(): string {
  try {
    return execFileSync("python3", ["--version"], { encoding: "utf8" }).trim();
  } catch {
    return "no Python";
  }
}
