import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A file of the remote: what a `.dvc` pointer says about it. */
export interface RemoteFile {
  readonly md5: string;
  readonly bytes: number;
}

const FLIGHTS = ["node_modules", "vega-datasets", "data", "flights-3m.parquet"];

/** A folder that looks like a remote of DVC, with the example's data in it. Returns the folder. */
export async function prepareDataRemote(root: string, folder: string): Promise<string> {
  const file = join(root, ...FLIGHTS);
  const place = placeOf(folder, (await describe(file)).md5);
  await mkdir(dirname(place), { recursive: true });
  await symlink(file, place);
  return folder;
}

/** Moves a file into the remote, as `dvc push` would copy it there. */
export async function addToDataRemote(folder: string, file: string): Promise<RemoteFile> {
  const described = await describe(file);
  const place = placeOf(folder, described.md5);
  await mkdir(dirname(place), { recursive: true });
  await rename(file, place);
  return described;
}

/** @see https://dvc.org/doc/user-guide/project-structure/internal-files */
function placeOf(folder: string, md5: string): string {
  return join(folder, "files", "md5", md5.slice(0, 2), md5.slice(2));
}

async function describe(file: string): Promise<RemoteFile> {
  const hash = createHash("md5");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return { md5: hash.digest("hex"), bytes: (await stat(file)).size };
}
