import { statSync } from "node:fs";
import { resolve } from "node:path";
import { PawlError } from "../core/errors.ts";

/** The input `working-directory` as an absolute path. Throws `INPUT_INVALID` where the checkout has no such folder. */
export function workingFolder(workspace: string, given: string): string {
  const folder = resolve(workspace, given);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `input "working-directory": ${given} is not a folder of the checkout`,
    hint: "It is relative to the root of the repository; does the job check it out first?",
  });
}
