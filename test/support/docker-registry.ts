import { onTestFinished } from "vitest";
import { startLocalRegistry } from "../../bench/push/start-local-registry.ts";
import { requireProgram } from "./require-program.ts";

export const hasRegistry = requireProgram("docker-registry", "apt-get install -y docker-registry");
export const hasSkopeo = requireProgram("skopeo", "apt-get install -y skopeo");

/** Starts the real registry of the distribution project, which ends with the test. Returns `127.0.0.1:<port>`. */
export async function startRegistry(): Promise<string> {
  const { address, stop } = await startLocalRegistry();
  onTestFinished(stop);
  return address;
}
