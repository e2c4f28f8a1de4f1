import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { isRemote } from "../../core/dataset/remote-address.ts";
import type { DataFile } from "./data-source.ts";
import { dataUnreadable } from "./data-unreadable.ts";

/** Files up to this size are compared by their bytes as well: a clock's tick hides a quick change of the same length. */
const MAX_DIGESTED_BYTES = 1024 * 1024;

const GONE = "gone";

/** Remembers local files as they are now (remote ones the engine compares itself, by their ETag); the result throws `DATA_UNREADABLE` where one is not that any more. */
export async function watchFiles(files: readonly DataFile[]): Promise<() => Promise<void>> {
  const local = files.filter(({ path }) => !isRemote(path));
  const before = await Promise.all(local.map(identify));
  return async () => {
    for (const [index, file] of local.entries()) {
      const now = await identify(file);
      if (now === before[index]) continue;
      throw dataUnreadable(
        `${file.name} ${now === GONE ? "was removed" : "changed"} while it was being read`,
        "Write data under another name and rename it when it is complete, or run this step when nothing writes any more.",
      );
    }
  };
}

async function identify({ path }: DataFile): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  if (found === undefined) return GONE;
  const digest =
    found.size <= MAX_DIGESTED_BYTES
      ? createHash("sha256")
          .update(await readFile(path).catch(() => ""))
          .digest("hex")
      : "";
  return [found.dev, found.ino, found.size, found.mtimeNs, digest].map(String).join(" ");
}
