import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { requireProgram } from "./require-program.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export const hasRegistry = requireProgram("docker-registry", "apt-get install -y docker-registry");
export const hasSkopeo = requireProgram("skopeo", "apt-get install -y skopeo");

/** Starts the real registry of the distribution project on a free port; it ends with the test. Returns `127.0.0.1:<port>`. */
export async function startRegistry(): Promise<string> {
  const folder = temporaryFolder();
  const address = `127.0.0.1:${String(await freePort())}`;
  const config = join(folder, "config.yml");
  const storage = { filesystem: { rootdirectory: join(folder, "data") }, delete: { enabled: true } };
  // JSON is YAML.
  writeFileSync(
    config,
    JSON.stringify({
      version: 0.1,
      log: { level: "error", accesslog: { disabled: true } },
      storage,
      http: { addr: address },
    }),
  );
  const registry = spawn("docker-registry", ["serve", config], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  registry.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-2000);
  });
  const ended = new Promise((resolve) => registry.once("close", resolve));
  onTestFinished(async () => {
    registry.kill("SIGKILL");
    await ended;
  });
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answers = await fetch(`http://${address}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers) return address;
    if (registry.exitCode !== null) break;
    await sleep(100);
  }
  throw new Error(`docker-registry does not answer:\n${said}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
