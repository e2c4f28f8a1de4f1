import type { ModelPlan } from "../../core/config/project-config.ts";
import { applyEdits, type EditedFiles } from "../../core/retraining/apply-edits.ts";
import type { RetrainingRecord } from "../../core/retraining/retraining.ts";
import { readKnownFile } from "../read-known-file.ts";
import type { Workplace } from "../workplace.ts";

/** What the declared edits make of the files of one commit, or the sentence that says which of them does not apply. */
export async function prepareChange(
  workplace: Workplace,
  { name, retrain, drift }: Pick<ModelPlan, "name" | "retrain" | "drift">,
  { record, commit }: { readonly record: RetrainingRecord; readonly commit: string },
): Promise<EditedFiles | { readonly problem: string }> {
  const edits = retrain?.edits ?? [];
  const files = new Map<string, string>();
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const bytes = await readKnownFile(workplace, file, commit);
    // What stands before the first letter of a file stays there.
    if (bytes !== undefined) files.set(file, new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  }
  const timeZone = drift?.schedule?.timeZone ?? "UTC";
  return applyEdits(files, edits, { model: name, count: record.counter, window: record.window, timeZone });
}
