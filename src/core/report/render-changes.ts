import { formatCode } from "./format-code.ts";
import { formatQuantity } from "./format-number.ts";
import { type Change, listChanges } from "./list-changes.ts";
import { listNames } from "./list-names.ts";
import type { ModelReport } from "./model-report.ts";
import { MAX_TABLE_ROWS, renderTable } from "./render-table.ts";
import { sentenceToMarkdown } from "./sentence.ts";

const SHOWN = 6;
const SHOWN_PACKAGES = 4;

/** `**What changed** · model: logistic → hist_gradient_boosting · data: same · 3 files of code`, in one line. */
export function renderChangesLine({ facts, run }: ModelReport): string {
  const code =
    facts.touchedFiles.length === 0 ? [] : [sentenceToMarkdown([`code: `, ...listNames(facts.touchedFiles, 3)])];
  const baseline = facts.baseline?.run?.document;
  if (run === undefined || baseline === undefined)
    return code.length === 0 ? "" : `**What changed** · ${code.join(" · ")}`;

  const changes = listChanges(baseline, run.document);
  const parts = [
    ...shorten(changes.parameters, SHOWN, "parameter"),
    ...shorten(changes.data, SHOWN, "data set").map((part) => `data ${part}`),
    ...(changes.data.length === 0 && changes.sameData.length > 0 ? ["data: same"] : []),
    ...shorten(changes.machine, SHOWN, "part of the machine", "parts of the machine"),
    ...shortenPackages(changes.packages),
    ...(changes.commandChanged ? ["another command"] : []),
    ...code,
  ];
  return `**What changed** · ${parts.length === 0 ? "nothing that was recorded" : parts.join(" · ")}`;
}

function shorten(changes: readonly Change[], shown: number, singular: string, plural?: string): string[] {
  const rest = changes.length - shown;
  const parts = changes.slice(0, shown).map(describeChange);
  return rest > 0
    ? [...parts, formatQuantity(rest, `more ${singular}`, plural === undefined ? undefined : `more ${plural}`)]
    : parts;
}

/** Packages that moved are named; those that came or went are many when they are any, and are counted. */
function shortenPackages(packages: readonly Change[]): string[] {
  const moved = packages.filter(({ before, after }) => before !== undefined && after !== undefined);
  const added = packages.filter(({ before }) => before === undefined).length;
  const removed = packages.filter(({ after }) => after === undefined).length;
  return [
    ...shorten(moved, SHOWN_PACKAGES, "package"),
    ...(added > 0 ? [`${formatQuantity(added, "package")} added`] : []),
    ...(removed > 0 ? [`${formatQuantity(removed, "package")} removed`] : []),
  ];
}

function describeChange({ name, before, after }: Change): string {
  const value = (text: string) => formatCode(shortenDigest(text), 60);
  if (before === undefined) return `${formatCode(name, 60)}: new, ${value(after ?? "")}`;
  if (after === undefined) return `${formatCode(name, 60)}: gone, was ${value(before)}`;
  return `${formatCode(name, 60)}: ${value(before)} → ${value(after)}`;
}

/** `sha256:9f2c1a…`; whole digests are in the evidence. */
function shortenDigest(text: string): string {
  return text.replace(/^(sha256|md5|git-lfs):([0-9a-f]{8})[0-9a-f]+(\.dir)?$/, "$1:$2…");
}

/** Every parameter and package that changed, and the parameters that did not. */
export function renderChangesTable({ facts, run }: ModelReport): string {
  if (run === undefined) return "";
  const baseline = facts.baseline?.run?.document;
  const changes = baseline === undefined ? undefined : listChanges(baseline, run.document);
  const changed = [
    ...(changes?.parameters ?? []),
    ...(changes?.data ?? []),
    ...(changes?.machine ?? []),
    ...(changes?.packages ?? []),
  ];
  const changedParameters = new Set((changes?.parameters ?? []).map(({ name }) => name));
  const same = Object.entries(run.document.parameters).filter(([name]) => !changedParameters.has(name));
  const cell = (text: string | undefined) => (text === undefined ? "–" : formatCode(text, 80));
  const parts = [
    changed.length === 0
      ? ""
      : renderTable(
          [LEFT("changed"), LEFT("before"), LEFT("now")],
          changed
            .slice(0, MAX_TABLE_ROWS)
            .map(({ name, before, after }) => [formatCode(name, 80), cell(before), cell(after)]),
          changed.length,
        ),
    same.length === 0
      ? ""
      : renderTable(
          [LEFT(changes === undefined ? "parameter" : "parameter, not changed"), LEFT("value")],
          same.slice(0, MAX_TABLE_ROWS).map(([name, value]) => [formatCode(name, 80), cell(String(value))]),
          same.length,
        ),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

const LEFT = (title: string) => ({ title, align: "left" }) as const;
