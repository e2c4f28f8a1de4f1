import { open, readFile, stat } from "node:fs/promises";
import { type DataPointer, parseDvcFile, parseDvcLock, parseLfsPointer } from "../../core/dataset/data-pointer.ts";

const MAX_POINTER_BYTES = 4 * 1024 * 1024;

/** The first output that a `.dvc` file records; `undefined` where it holds none, as before `dvc commit`. */
export async function readDvcFile(path: string): Promise<DataPointer | undefined> {
  return parseDvcFile(await readText(path));
}

/** What `dvc.lock` records of a path (as written in `dvc.yaml`), as an output or else as a dependency of a stage. */
export async function readDvcLock(path: string, data: string): Promise<DataPointer | undefined> {
  return parseDvcLock(await readText(path), data);
}

/** A Git LFS pointer that was checked out instead of the data; `undefined` for every other file. */
export async function readLfsPointer(path: string): Promise<DataPointer | undefined> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(1024), position: 0 });
    return bytesRead < 1024 ? parseLfsPointer(buffer.toString("utf8", 0, bytesRead)) : undefined;
  } finally {
    await file.close();
  }
}

async function readText(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > MAX_POINTER_BYTES) throw new Error(`${path} is larger than a DVC file can be`);
  return readFile(path, "utf8");
}
