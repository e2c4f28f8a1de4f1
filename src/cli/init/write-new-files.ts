import { lstat, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PawlError } from "../../core/errors.ts";
import type { PlannedFile } from "../../core/onboarding/plan-onboarding.ts";

/** What became of one file. */
export interface WrittenFile extends PlannedFile {
  /** `absent`: it would be written, and this is a dry run. `differs`: another one is there, and stays. */
  readonly state: "written" | "absent" | "same" | "differs";
  /** What is there, where it differs. */
  readonly there?: string;
}

/**
 * Writes files that are not there yet; whatever is there stays as it is.
 *
 * @throws `INPUT_INVALID` where a folder on the way is a link: it may lead out of the repository.
 */
export async function writeNewFiles(
  root: string,
  files: readonly PlannedFile[],
  { dryRun }: { readonly dryRun: boolean },
): Promise<readonly WrittenFile[]> {
  const written: WrittenFile[] = [];
  for (const file of files) {
    const place = join(root, file.path);
    await refuseLinks(root, file.path);
    const there = await readFile(place, "utf8").catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (there !== undefined) {
      written.push(there === file.text ? { ...file, state: "same" } : { ...file, state: "differs", there });
      continue;
    }
    if (!dryRun) {
      await mkdir(dirname(place), { recursive: true });
      // Fails where somebody was faster, or where a link leads nowhere.
      await writeFile(place, file.text, { flag: "wx" });
    }
    written.push({ ...file, state: dryRun ? "absent" : "written" });
  }
  return written;
}

function isMissing(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT";
}

async function refuseLinks(root: string, path: string): Promise<void> {
  const folders = path.split("/").slice(0, -1);
  for (const [index] of folders.entries()) {
    const folder = folders.slice(0, index + 1).join("/");
    const found = await lstat(join(root, folder)).catch(() => undefined);
    if (found?.isSymbolicLink() !== true) continue;
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `${folder} is a link, and ${path} would be written where it leads`,
      hint: "Make it a folder of the repository.",
    });
  }
}
