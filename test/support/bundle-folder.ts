import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the bundle of this run of the tests lies once a file has asked for it: see `builtBundle`. */
    readonly bundleFolder: string;
  }
}

/** Vitest calls this before the first test file: an empty folder that all files share, until the last has ended. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "pawl-bundle-"));
  project.provide("bundleFolder", folder);
  // While somebody watches, the sources change between two runs.
  project.onTestsRerun(() => {
    for (const name of ["claim", "outcome"]) rmSync(join(folder, name), { recursive: true, force: true });
  });
  return () => rmSync(folder, { recursive: true, force: true });
}
