import { findLateCheck } from "../../core/monitoring/find-late-check.ts";
import type { Monitoring } from "../../core/monitoring/monitoring.ts";
import {
  type LateChecksText,
  lateChecksMarker,
  renderLateChecks,
  renderRecovered,
  troubleMark,
} from "../../core/monitoring/render-late-checks.ts";
import { closeOwnIssue, findOwnIssues, upsertIssue } from "../upsert-issue.ts";
import { whereIssuesAre } from "../where-issues-are.ts";
import type { Workplace } from "../workplace.ts";
import type { WatchedModel } from "./watched-model.ts";

/** The dead man's switch: one issue for each model whose checks give no result, kept up to date, closed when one does. */
export async function reportLateChecks(
  workplace: Workplace,
  { plan: { name }, drift }: WatchedModel,
  monitoring: Monitoring,
): Promise<void> {
  const late = findLateCheck(monitoring, { graceMs: drift.graceMs, now: workplace.now() });
  await whereIssuesAre(workplace, async () => {
    if (late !== undefined) {
      const text = renderLateChecks(name, late, drift);
      return tellTrouble(workplace, name, text, troubleMark("late", late.since));
    }
    const open = (await findOwnIssues(workplace, lateChecksMarker(name))).some((issue) => issue.open);
    if (open) await closeOwnIssue(workplace, lateChecksMarker(name), renderRecovered(name, monitoring.windows[0]));
  });
}

/** Says what is wrong, once: people who closed the issue hear of it again only when the trouble is another one. */
export async function tellTrouble(
  workplace: Workplace,
  model: string,
  text: LateChecksText,
  trouble: string,
): Promise<void> {
  const marker = lateChecksMarker(model);
  const [known] = await findOwnIssues(workplace, marker);
  const told = known?.body.includes(trouble) === true;
  if (told && !known.open) return;
  await upsertIssue(workplace, { ...text, marker, reopen: true });
}
