import { PawlError } from "../../core/errors.ts";
import type { DataSource } from "./data-source.ts";
import { explainDataError } from "./explain-data-error.ts";

/**
 * Runs work that reads sources which were opened before: only now it shows whether they can be read to their end. Throws
 * `DATA_UNREADABLE` with file, line and the way out; of a file that was changed meanwhile it says that alone. `sources`
 * may grow while the work runs; the first one's name stands for all.
 */
export async function readingSources<Result>(
  sources: readonly [DataSource, ...DataSource[]],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PawlError || error instanceof TypeError) throw error;
    for (const { verifyUnchanged } of sources) await verifyUnchanged();
    throw explainDataError(error, { name: sources[0].name, files: sources.flatMap(({ files }) => files) });
  }
}
