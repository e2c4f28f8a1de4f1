import { describeDoubt } from "../dataset/describe-doubt.ts";
import type { DataEvidence } from "../evidence/data-evidence.ts";
import type { DataHeadline } from "./dataset-report.ts";
import { describePass } from "./describe-pass.ts";
import { formatDuration, formatQuantity } from "./format-number.ts";
import type { ReportContext } from "./report-context.ts";
import type { DataFacts } from "./report-facts.ts";
import type { Sentence } from "./sentence.ts";

/** The headline of a dataset that was looked at: what its checks came to, and what they came to on the base branch. */
export function describeDataVerdict(
  evidence: DataEvidence,
  base: DataFacts["base"],
  context: ReportContext,
): DataHeadline {
  const failed = describeUnreadable(evidence);
  if (failed !== undefined) return failed;
  const { checks, verdict, contract } = evidence;
  const before = describeBase(base, verdict === "fail", context);
  const failing = checks.filter((check) => check.severity === "error" && check.verdict === "fail");
  const ofContract = failing.some(({ origin }) => origin === "contract");
  const broken = ofContract ? "contract broken: " : "";
  switch (verdict) {
    case "fail":
      return {
        kind: "broken",
        icon: "❌",
        conclusion: "failure",
        sentence: [
          `: ${broken}`,
          { strong: `${countOf(failing.length, checks.length)} ${plural(failing.length)}` },
          ...before,
        ],
      };
    case "pass":
      return {
        kind: "passes",
        icon: "✅",
        conclusion: "success",
        sentence: [`: ${contract === undefined ? "" : "contract holds: "}${describePass(checks)}`, ...before],
      };
    case "inconclusive":
      return {
        kind: "cannot tell",
        icon: "⚪",
        conclusion: "neutral",
        sentence: [`: cannot tell: ${describeDoubt(checks)}`, ...before],
      };
  }
}

function countOf(failed: number, all: number): string {
  // A document that had no room for all its checks still has its verdict.
  return failed === 0 ? "at least one check" : `${String(failed)} of ${formatQuantity(all, "check")}`;
}

function plural(failed: number): string {
  return failed <= 1 ? "fails" : "fail";
}

function describeBase(base: DataFacts["base"], failsHere: boolean, { baseRef }: ReportContext): Sentence {
  if (base === undefined) return [". There is nothing on ", { code: baseRef }, " to compare it with yet"];
  const { checks, verdict, outcome } = base.evidence.document;
  const branch: Sentence = [" (", { code: baseRef }, ": "];
  if (outcome.kind !== "succeeded") return [...branch, "could not be read)"];
  if (verdict === "inconclusive") return [...branch, "could not be told)"];
  if (verdict === "pass") return [...branch, "all pass)"];
  const failed = checks.filter((check) => check.severity === "error" && check.verdict === "fail").length;
  return [
    ...branch,
    `${failed === 0 ? "broken" : `${String(failed)} ${plural(failed)}`}${failsHere ? " there as well" : ""})`,
  ];
}

function describeUnreadable({ outcome, startedAt, finishedAt }: DataEvidence): DataHeadline | undefined {
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  switch (outcome.kind) {
    case "succeeded":
      return undefined;
    case "failed":
      return {
        kind: "unreadable",
        icon: "❌",
        conclusion: "failure",
        sentence: [" could not be validated: data or contract could not be read"],
      };
    case "timed-out":
      return {
        kind: "unreadable",
        icon: "❌",
        conclusion: "failure",
        sentence: [` could not be validated: it was stopped after ${formatDuration(outcome.afterSeconds)}`],
      };
    case "cancelled":
      return {
        kind: "cancelled",
        icon: "⚪",
        conclusion: "neutral",
        sentence: [` was not validated: that was cancelled after ${formatDuration(seconds)}`],
      };
  }
}
