import { escapeMarkdown } from "../report/escape-markdown.ts";
import { formatCode } from "../report/format-code.ts";
import { formatDuration, formatInstant, formatQuantity } from "../report/format-number.ts";
import { renderTable } from "../report/render-table.ts";
import type { LateCheck } from "./find-late-check.ts";
import type { Slot, Window } from "./monitoring.ts";

/** First line of the one issue about a model's checks that do not come; it names, it proves nothing. */
export function lateChecksMarker(model: string): string {
  return `<!-- pawl:late-checks ${model} -->`;
}

/** Which trouble the text is about: a closed issue is opened again only for another one. */
export function troubleMark(kind: "late" | "unreadable", since: string): string {
  return `<!-- ${kind} since ${since} -->`;
}

export interface LateChecksText {
  readonly title: string;
  readonly body: string;
}

/** Slots that the issue lists. */
const SHOWN = 5;

/** The issue that says since when checks of a model do not come, what is in the way, and what to do. */
export function renderLateChecks(
  model: string,
  { since, slots, lastWindow }: LateCheck,
  { graceMs, workflow }: { readonly graceMs: number; readonly workflow: string },
): LateChecksText {
  const [newest] = slots;
  const count = slots.length === 1 ? "One check" : formatQuantity(slots.length, "check");
  const rows = slots.slice(0, SHOWN).map((slot) => [formatInstant(slot.at), describeSlot(slot, graceMs)]);
  const table = renderTable(
    [
      { title: "Due", align: "left" },
      { title: "What happened", align: "left" },
    ],
    rows,
  );
  return {
    title: `Drift checks of ${model} give no result`,
    body: [
      lateChecksMarker(model),
      troubleMark("late", since),
      `**Nobody has been looking for drift in the data of ${formatCode(model)} since ${formatInstant(since)}.** ${count} gave no result.`,
      table,
      newest === undefined ? "" : `**What to do:** ${wayOut(newest, workflow)}`,
      describeLast(lastWindow),
      `\`/pawl check ${model}\` in a comment here starts a check now. This issue is kept up to date, and closes itself when a check gives a result.`,
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
  };
}

/** The issue where the configuration of the default branch cannot be read any more, so that no check is started. */
export function renderUnreadableSchedule(
  model: string,
  {
    since,
    problem,
    lastWindow,
  }: { readonly since: string; readonly problem: string; readonly lastWindow: Window | undefined },
): LateChecksText {
  return {
    title: `Drift checks of ${model} give no result`,
    body: [
      lateChecksMarker(model),
      troubleMark("unreadable", since),
      `**Nobody has been looking for drift in the data of ${formatCode(model)} since ${formatInstant(since)}.** The configuration of the default branch cannot be read, so its schedule is not known: ${escapeMarkdown(problem, 500)}`,
      "**What to do:** repair `.github/pawl.yml`. The check `pawl / experiment` of the pull request that does shows whether it can be read.",
      describeLast(lastWindow),
      "This issue is kept up to date, and closes itself when a check gives a result, or nothing is late any more.",
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
  };
}

/** The last word of the issue. */
export function renderRecovered(model: string, lastWindow: Window | undefined): string {
  const what =
    lastWindow === undefined
      ? "Nothing is late any more."
      : `The check of ${formatInstant(lastWindow.slot)} gave a result: ${linkRun(lastWindow.workflowRun)} says ${lastWindow.verdict}.`;
  return [lateChecksMarker(model), `✅ Drift checks of ${formatCode(model)} give results again. ${what}`].join("\n\n");
}

function describeSlot({ state, reason, workflowRun, by, requestedBy }: Slot, graceMs: number): string {
  const run = workflowRun === undefined ? "" : ` ${linkRun(workflowRun)}`;
  const asked =
    by === "person" && requestedBy !== undefined ? ` (asked for by ${escapeMarkdown(requestedBy, 60)})` : "";
  switch (state) {
    case "refused":
      return `refused${asked}: ${oneCell(reason ?? "GitHub would not start it.")}`;
    case "failed":
      return `failed${asked}: ${oneCell(reason ?? "It left no evidence.")}${run}`;
    default:
      return `no result after ${formatDuration(graceMs / 1000)}${asked}: ${workflowRun === undefined ? "it could not be started" : `its workflow run waits or goes on${run}`}`;
  }
}

/** Reasons are the App's own Markdown; what is foreign in them is code already. */
function oneCell(reason: string): string {
  return reason.replaceAll("\n", " ").replaceAll("|", "\\|");
}

function wayOut({ state, workflowRun }: Slot, workflow: string): string {
  if (state === "refused") return "do what the newest line of the table says. The next check is tried all the same.";
  if (state === "failed") {
    return `look into the log of the workflow run, and repair ${formatCode(`.github/workflows/${workflow}`)} or the data that it reads.`;
  }
  return workflowRun === undefined
    ? "the App claimed the check and could not start it; its log says why. It tries again by itself."
    : "see whether a runner with the labels of the workflow is there and free; cancel the workflow run where it hangs.";
}

function describeLast(window: Window | undefined): string {
  if (window === undefined) return "No check of this model has ever given a result.";
  return `The last result is of ${formatInstant(window.slot)}: ${window.verdict}, ${linkRun(window.workflowRun)}.`;
}

function linkRun({ id, url }: { readonly id: number; readonly url: string }): string {
  return /^https?:\/\/[^\s()<>]+$/.test(url) ? `[workflow run ${String(id)}](${url})` : `workflow run ${String(id)}`;
}
