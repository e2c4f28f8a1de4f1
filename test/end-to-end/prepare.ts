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

/** `bin` folder with act and the example's packages; made once, as the demo does. */
export async function preparePythonFolder(): Promise<string> {
  const requirements = ["sandbox/requirements.txt", "sandbox/example/requirements.txt"].map((file) => join(ROOT, file));
  return (await preparePython(join(ROOT, "sandbox", ".work"), requirements)).binFolder;
}

/** The sandbox of the demo. What its jobs print is kept, to be looked at. */
export async function openSandbox(): Promise<{ readonly sandbox: Sandbox; readonly events: readonly RunnerEvent[] }> {
  const pythonFolder = await preparePythonFolder();
  await ensureBundle(ROOT);
  const events: RunnerEvent[] = [];
  const sandbox = await startSandbox({ pythonFolder, port: 0, onEvent: (event) => events.push(event) });
  return { sandbox, events };
}
