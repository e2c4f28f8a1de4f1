import type { Check } from "../dataset/check.ts";
import { isStructural } from "../drift/is-structural.ts";
import type { DriftFinding } from "../evidence/drift-evidence.ts";
import type { Window } from "../monitoring/monitoring.ts";
import { renderWindowLine } from "../monitoring/render-window-line.ts";
import { renderWindows } from "../monitoring/render-windows.ts";
import { sortWindows } from "../monitoring/sort-windows.ts";
import { escapeMarkdown } from "../report/escape-markdown.ts";
import { fitToLimit } from "../report/fit-to-limit.ts";
import { formatCode } from "../report/format-code.ts";
import { formatDay, formatQuantity } from "../report/format-number.ts";
import { renderCheckTable } from "../report/render-checks.ts";
import { foldedSection, type Section } from "../report/section.ts";
import { formatLink } from "../report/sentence.ts";
import type { CodeOwners } from "./code-owners.ts";
import { renderDriftFindings } from "./render-drift-findings.ts";

/** Everything that the issue about a broken feed is made from. */
export interface DataIncidentFacts {
  readonly model: string;
  /** Key of the dataset; undefined where its windows name none. */
  readonly dataset: string | undefined;
  /** Broken ones, at least one. */
  readonly broken: readonly Window[];
  /** The last good one before them; undefined where none is remembered. */
  readonly lastGood: Window | undefined;
  /** All of the dataset that are known, for the line of the last twelve. */
  readonly windows: readonly Window[];
  /** Checks of the newest broken window's contract; only those that failed are shown. */
  readonly checks: readonly Check[];
  /** What the newest broken window found; only what looks like a fault of the feed is shown. */
  readonly findings: readonly DriftFinding[];
  /** Whether this model would be retrained by itself, so that it is held now. */
  readonly retrains: boolean;
  /** Of the dataset's path, as CODEOWNERS says. */
  readonly owners: CodeOwners;
  readonly repositoryUrl: string;
}

const SHOWN = 12;

/** First line of the issue, by which it is found again. */
export function dataIncidentMarker(model: string, dataset: string | undefined): string {
  return `<!-- pawl:data-incident ${model} ${dataset ?? "-"} -->`;
}

/** The issue about a broken feed: what is wrong, since when, what is held, for whom, and how it closes. */
export function renderDataIncident(facts: DataIncidentFacts): { readonly title: string; readonly body: string } {
  const { model, dataset, windows, checks, findings } = facts;
  const failed = checks.filter(({ verdict, severity }) => verdict === "fail" && severity === "error");
  const faults = findings.filter((finding) => finding.verdict === "drift" && isStructural(finding));
  const sections: readonly Section[] = [
    {
      weight: "essential",
      markdown: `${dataIncidentMarker(model, dataset)}\n${headline(facts, failed.length, faults.length)}`,
    },
    ...section("essential", failed.length === 0 ? "" : renderCheckTable(failed, 20)),
    ...section("useful", renderDriftFindings(faults, "what looks like a fault in the newest window")),
    { weight: "essential", markdown: whatIsHeld(facts) },
    ...section("useful", forWhom(facts)),
    { weight: "essential", markdown: HOW_IT_CLOSES },
    ...windowSections(windows),
  ];
  return {
    title: `Data incident: ${nameOf(facts)} is broken`,
    body: `${fitToLimit(sections, "", "More than GitHub shows here: the ledger has all of it.").trimEnd()}\n`,
  };
}

/** What the issue says from the moment that good windows are back. */
export function renderClosedDataIncident(
  facts: Pick<DataIncidentFacts, "model" | "dataset" | "windows" | "retrains">,
): string {
  const { model, dataset, windows, retrains } = facts;
  const good = sortWindows(windows).find(({ broken }) => !broken);
  const since =
    good === undefined ? "" : ` since the window of ${formatLink(formatDay(good.slot), good.workflowRun.url)}`;
  const held = retrains
    ? ` Retraining of ${formatCode(model)} is held no longer; windows that were broken are not learned from.`
    : "";
  return `${dataIncidentMarker(model, dataset)}\n✅ **${dataName(facts)} is good again**${since}.${held}\n\n**Last windows** · ${renderWindowLine(windows, { atMost: SHOWN })}\n`;
}

const HOW_IT_CLOSES =
  "**How it closes** · By itself, as soon as a window keeps its contract and nothing in it looks like a fault. If the feed is meant to be like this from now on, change the contract, or promote a model that was trained on such data.";

function section(weight: Section["weight"], markdown: string): readonly Section[] {
  return markdown === "" ? [] : [{ weight, markdown }];
}

function nameOf({ model, dataset }: Pick<DataIncidentFacts, "model" | "dataset">): string {
  return dataset === undefined ? `the data of ${model}` : `${dataset} of ${model}`;
}

function dataName({ model, dataset }: Pick<DataIncidentFacts, "model" | "dataset">): string {
  return dataset === undefined ? `The data of ${formatCode(model)}` : `${formatCode(dataset)} of ${formatCode(model)}`;
}

function headline(facts: DataIncidentFacts, failed: number, faults: number): string {
  const { broken, lastGood } = facts;
  const ordered = sortWindows(broken);
  const [newest, first] = [ordered[0], ordered.at(-1)];
  const what = [
    ...(failed === 0
      ? []
      : [`${formatQuantity(failed, "rule of its contract is", "rules of its contract are")} broken`]),
    ...(faults === 0
      ? []
      : [`${formatQuantity(faults, "change looks", "changes look")} like a fault of the feed, not like the world`]),
  ];
  const why = what.length === 0 ? "its contract is broken" : what.join(", and ");
  const since = first === undefined ? "" : ` since the window of ${formatDay(first.slot)}`;
  const good =
    lastGood === undefined
      ? ""
      : ` The last good one is that of ${formatLink(formatDay(lastGood.slot), lastGood.workflowRun.url)}.`;
  const run =
    newest === undefined
      ? ""
      : ` Newest check: ${formatLink(`window of ${formatDay(newest.slot)}`, newest.workflowRun.url)}.`;
  return `**${dataName(facts)} is broken**${since} (${formatQuantity(broken.length, "window")}): ${why}.${good}${run}`;
}

function whatIsHeld({ model, retrains }: DataIncidentFacts): string {
  const held = retrains
    ? `Retraining of ${formatCode(model)} is held until this is closed: a broken feed is not drift, and a model that learned from it would be wrong.`
    : `Nothing is retrained by itself for ${formatCode(model)}, so nothing has to be held.`;
  return `**What is held** · ${held} The champion keeps serving, on data as they are.`;
}

/** Mentions, so that GitHub tells them; `parseCodeOwners` lets nothing through that could be something else. */
function forWhom({ owners: { users, teams, emails } }: DataIncidentFacts): string {
  const names = [...users, ...teams].slice(0, 20).map((name) => `@${name}`);
  const others = emails.slice(0, 5).map((email) => escapeMarkdown(email, 100));
  return names.length + others.length === 0
    ? ""
    : `**For** · the owners of these data: ${[...names, ...others].join(", ")}`;
}

function windowSections(windows: readonly Window[]): readonly Section[] {
  if (windows.length === 0) return [];
  const line = `**Last windows** (oldest first, ✕ is broken) · ${renderWindowLine(windows, { atMost: SHOWN })}`;
  return [
    { weight: "useful", markdown: line },
    foldedSection(`The last ${String(SHOWN)} windows in numbers`, renderWindows(windows, { atMost: SHOWN })),
  ];
}
