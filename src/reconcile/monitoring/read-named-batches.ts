import { BatchName } from "../../core/monitoring/batch-name.ts";
import { listNamedBatches, type NamedBatch } from "../../core/monitoring/find-named-batch.ts";
import type { Monitoring } from "../../core/monitoring/monitoring.ts";
import { readDocument } from "../read-ledger.ts";
import type { Workplace } from "../workplace.ts";

/** Every batch of a model that somebody may say something about: its windows, and what the newest one was compared with. */
export async function readNamedBatches(
  workplace: Workplace,
  { windows }: Pick<Monitoring, "windows">,
): Promise<readonly NamedBatch[]> {
  return listNamedBatches(windows, await readReference(workplace, windows[0]));
}

async function readReference(workplace: Workplace, newest: NamedBatch["window"]): Promise<readonly string[]> {
  if (newest === undefined) return [];
  try {
    const predicate = (await readDocument(workplace, newest.document))?.statement.predicate;
    const names = predicate?.schema === "pawl.drift/v1" ? predicate.reference.map(({ name }) => name) : [];
    // Files that a workflow names as its reference are none of the ledger's.
    return names.filter((name) => BatchName.safeParse(name).success);
  } catch (error) {
    // Windows can be named without it.
    workplace.log.warn({ err: error, path: newest.document.path }, "the document of a window cannot be read");
    return [];
  }
}
