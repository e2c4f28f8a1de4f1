import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Folders whose tests start processes or a whole GitHub, or read a million rows: a few lines of them can take a minute. */
const LONG = ["actions", "app", "reconcile", "engine/profile", "sandbox"];

/**
 * A fresh clone knows no durations, and by size a short file that takes long would come last, when the other workers have
 * nothing left to do.
 */
export class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      LONG.some((folder) => moduleId.includes(`/test/${folder}/`));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
