import { join } from "node:path";
import { ensureBundle } from "../../sandbox/ensure-bundle.ts";
import { preparePython } from "../../sandbox/python-environment.ts";
import type { RunnerEvent } from "../../sandbox/runner/start-runner.ts";
import { ROOT, type Sandbox, startSandbox } from "../../sandbox/start-sandbox.ts";
import { requireProgram } from "../support/require-program.ts";

/** Whether the sandbox can be set up here at all. */
export function canRunSandbox(): boolean {
  const python = requireProgram("python3", "sudo apt-get install -y python3 python3-venv", [
    "-c",
    "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))",
  ]);
  return (
    requireProgram("git", "sudo apt-get install -y git") &&
    requireProgram("bash", "sudo apt-get install -y bash") &&
    python
  );
}

/** The sandbox of the demo. What its jobs print is kept, to be shown when a test fails. */
export async function openSandbox(): Promise<{ readonly sandbox: Sandbox; readonly events: readonly RunnerEvent[] }> {
  const requirements = ["sandbox/requirements.txt", "sandbox/example/requirements.txt"].map((file) => join(ROOT, file));
  const { binFolder } = await preparePython(join(ROOT, "sandbox", ".work"), requirements);
  await ensureBundle(ROOT);
  const events: RunnerEvent[] = [];
  const sandbox = await startSandbox({ pythonFolder: binFolder, port: 0, onEvent: (event) => events.push(event) });
  return { sandbox, events };
}
