import { open, rm, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { PawlError } from "../../core/errors.ts";

/** A change of the index takes milliseconds: whoever holds the lock for so long has crashed. */
const STALE_MS = 30_000;
const PATIENCE_MS = 60_000;

/**
 * Does something while no other process, and nobody else in this one, does it in the same folder.
 *
 * @param path The lock's own file, which is there only meanwhile.
 * @throws `REGISTRY_REFUSED` where others hold it for a minute.
 */
export async function withLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  await acquire(path);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    try {
      await (await open(path, "wx")).close();
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > STALE_MS) await rm(path, { force: true });
    else await sleep(10 + 20 * Math.random());
  }
  throw new PawlError({
    code: "REGISTRY_REFUSED",
    message: `${path} was held by others for a minute`,
    hint: "Is another process packaging into the same folder? If none is, delete that file.",
  });
}
