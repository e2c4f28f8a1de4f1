import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import { isRemote } from "../../core/dataset/remote-address.ts";
import { PawlError } from "../../core/errors.ts";
import { findPointer } from "./identify-dataset.ts";
import { readLfsPointer } from "./read-pointers.ts";

const SMALL_BYTES = 1024;

/**
 * Makes sure that the repository does not merely have a pointer to the data. Whether data exist at all is for whoever
 * opens them to say. Throws `DATA_UNREADABLE` with what fetches them.
 */
export async function assertFetched(paths: readonly string[], folder: string): Promise<void> {
  for (const path of paths) {
    if (isRemote(path)) continue;
    const absolute = resolve(folder, path);
    const found = await stat(absolute).catch(() => undefined);
    if (found === undefined) await assertNoPointer(path, absolute, folder);
    else if (found.isFile() && found.size < SMALL_BYTES && (await readLfsPointer(absolute)) !== undefined) {
      throw notFetched(
        `${path} is a Git LFS pointer, not the data`,
        "Check out with `lfs: true`, or run `git lfs pull` before this step.",
      );
    }
  }
}

async function assertNoPointer(path: string, absolute: string, folder: string): Promise<void> {
  const pointer = `${absolute}.dvc`;
  if (existsSync(pointer)) {
    const shown = relative(folder, pointer).split(sep).join("/");
    throw notFetched(`${path} is not there, only its pointer ${shown}`, `Run \`dvc pull ${shown}\` before this step.`);
  }
  if ((await findPointer(absolute, folder).catch(() => undefined)) === undefined) return;
  throw notFetched(`${path} is not there, only its entry in dvc.lock`, `Run \`dvc pull ${path}\` before this step.`);
}

function notFetched(message: string, hint: string): PawlError {
  return new PawlError({ code: "DATA_UNREADABLE", message, hint });
}
