import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface LocalRegistry {
  /** `127.0.0.1:<port>`. */
  readonly address: string;
  /** Ends it and deletes what it held. */
  readonly stop: () => Promise<void>;
}

/** Starts the distribution project's registry, new and empty, on a free port of this machine. */
export async function startLocalRegistry(): Promise<LocalRegistry> {
  const folder = await mkdtemp(join(tmpdir(), "pawl-registry-"));
  const address = `127.0.0.1:${String(await freePort())}`;
  const config = join(folder, "config.yml");
  const storage = { filesystem: { rootdirectory: join(folder, "data") }, delete: { enabled: true } };
  const log = { level: "error", accesslog: { disabled: true } };
  // JSON is YAML.
  await writeFile(config, JSON.stringify({ version: 0.1, log, storage, http: { addr: address } }));
  const registry = spawn("docker-registry", ["serve", config], { stdio: "ignore" });
  const ended = new Promise<string>((resolve) => {
    registry.once("error", ({ message }) => resolve(message));
    registry.once("close", (code) => resolve(`it ended with ${String(code)}`));
  });
  const stop = async (): Promise<void> => {
    registry.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const failed = ended.then((why) => Promise.reject(new Error(`docker-registry does not start: ${why}`)));
    await Promise.race([answers(address), failed]);
    return { address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function answers(address: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const up = await fetch(`http://${address}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return;
    await sleep(100);
  }
  throw new Error(`nothing answers at ${address}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const bound = server.address();
      server.close(() => resolve(typeof bound === "object" && bound !== null ? bound.port : 0));
    });
  });
}
