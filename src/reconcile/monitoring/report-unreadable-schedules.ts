import { lateChecksMarker, renderUnreadableSchedule, troubleMark } from "../../core/monitoring/render-late-checks.ts";
import { listFolderAt } from "../../github/contents.ts";
import { readLedger } from "../read-ledger.ts";
import { findOwnIssues } from "../upsert-issue.ts";
import { whereIssuesAre } from "../where-issues-are.ts";
import type { Workplace } from "../workplace.ts";
import { readMonitoringOf } from "./read-monitoring.ts";
import { tellTrouble } from "./report-late-checks.ts";

/**
 * The configuration of the default branch cannot be read, so nothing is due any more: said of every model that had checks.
 *
 * @param problem What is wrong with it, as one sentence.
 */
export async function reportUnreadableSchedules(workplace: Workplace, problem: string): Promise<void> {
  const { octokit, repository } = workplace;
  const ledger = await readLedger(workplace);
  if (ledger?.trusted === undefined) return;
  for (const model of await listFolderAt(octokit, repository, "models", ledger.trusted)) {
    const { watched, windows } = await readMonitoringOf(workplace, ledger, model);
    if (watched === undefined && windows.length === 0) continue;
    await whereIssuesAre(workplace, async () => {
      const since = await findSince(workplace, model);
      const text = renderUnreadableSchedule(model, { since, problem, lastWindow: windows[0] });
      await tellTrouble(workplace, model, text, troubleMark("unreadable", since));
    });
  }
}

/** Nobody remembers when it began but the issue that has said it since. */
async function findSince(workplace: Workplace, model: string): Promise<string> {
  const [known] = await findOwnIssues(workplace, lateChecksMarker(model));
  const [, since] = /<!-- unreadable since (\d{4}-\d\d-\d\dT[\d:.]{5,12}Z) -->/.exec(known?.body ?? "") ?? [];
  // Whoever may write can have changed the issue.
  return since === undefined || Number.isNaN(Date.parse(since)) ? workplace.now() : since;
}
