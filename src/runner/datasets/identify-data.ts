import { withoutSecrets } from "../../core/dataset/remote-address.ts";
import { toSafeText } from "../../core/evidence/limits.ts";
import { hashFiles } from "./hash-files.ts";
import { type IdentifiedDataset, identifyDataset } from "./identify-dataset.ts";
import { listDataFiles } from "./list-data-files.ts";

export interface DataPaths {
  readonly name: string;
  /** Files, folders, globs, relative to the folder. */
  readonly paths: readonly string[];
}

/** Which data these are, all paths together; of one path what `identifyDataset` says. Never rejects: a note says why not. */
export async function identifyData(
  { name, paths }: DataPaths,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<IdentifiedDataset> {
  const [first = "", ...others] = paths;
  if (others.length === 0) return identifyDataset({ name, path: first }, folder, env);
  const label = { name: toSafeText(name, 200), path: toSafeText(paths.map(withoutSecrets).join(", "), 500) };
  try {
    const lists = await Promise.all(paths.map((path) => listDataFiles(folder, path)));
    const files = [...new Set(lists.flat())].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    if (lists.some((list) => list.length === 0)) {
      return { note: `${label.path}: not everything is a file of this machine, so the data have no identity.` };
    }
    const { sha256, bytes, files: count } = await hashFiles(folder, files);
    return { identity: { ...label, algorithm: "sha256", source: "content", value: sha256, bytes, files: count } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { note: toSafeText(`Dataset ${label.name} cannot be identified: ${reason}.`, 500) };
  }
}
