import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Runs something against a new, empty registry of the distribution project, which ends after it and leaves nothing. */
export async function withLocalRegistry<Result>(use: (address: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "pawl-registry-"));
  const address = `127.0.0.1:${String(await freePort())}`;
  const config = join(folder, "config.yml");
  const storage = { filesystem: { rootdirectory: join(folder, "data") } };
  const log = { level: "error", accesslog: { disabled: true } };
  await writeFile(config, JSON.stringify({ version: 0.1, log, storage, http: { addr: address } }));
  const registry = spawn("docker-registry", ["serve", config], { stdio: "ignore" });
  const ended = new Promise<void>((resolve, reject) => {
    registry.once("error", reject);
    registry.once("close", () => resolve());
  });
  try {
    await Promise.race([
      answers(address),
      ended.then(() => Promise.reject(new Error("docker-registry does not start: apt-get install -y docker-registry"))),
    ]);
    return await use(address);
  } finally {
    registry.kill("SIGKILL");
    await ended.catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
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
