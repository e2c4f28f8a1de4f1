import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

// Values of `uses` are found line by line rather than by parsing: a workflow that is not valid is act's to refuse.
const USES = /^\s*(?:-\s+)?uses:\s*["']?([\w.-]+\/[\w.-]+)(?:\/[^@\s"']*)?@([^\s"'#]+)/gm;

/** `owner/name@ref` of every action of another repository that the YAML files under the folders use, each once. */
export async function findUses(folders: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(folders.map(readYamlFiles));
  const found = texts.flat().flatMap((text) => [...text.matchAll(USES)]);
  return [...new Set(found.map(([, action, ref]) => `${action ?? ""}@${ref ?? ""}`))].sort();
}

async function readYamlFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name));
  return Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "utf8")));
}
