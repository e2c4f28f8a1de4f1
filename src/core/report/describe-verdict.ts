import { formatNumber, formatPlain, formatQuantity, formatSigned, roundRoughly } from "./format-number.ts";
import { formatRange, rowDecimals } from "./format-row.ts";
import type { Doubts } from "./judge-model.ts";
import { listNames } from "./list-names.ts";
import { metricLabel } from "./metric-label.ts";
import type { Conclusion, Headline, MetricRow, ModelReport } from "./model-report.ts";
import type { ReportContext } from "./report-context.ts";
import type { Sentence, SentencePart } from "./sentence.ts";

type Parts = Pick<ModelReport, "metrics" | "basis" | "championBasis" | "primary" | "run" | "evaluation">;

/** The headline of a model that was trained: how it compares in its primary metric, or why that cannot be said. */
export function describeVerdict(parts: Parts, doubts: Doubts, context: ReportContext): Headline {
  const row = parts.metrics.find(({ rank }) => rank === "primary");
  const headline =
    row?.here === undefined
      ? describeMissing(parts, row)
      : (describeAmbiguous(parts, row) ?? describeRow(parts, row, doubts, context));
  const { reused } = parts.run?.document ?? {};
  if (reused === undefined) return headline;
  return { ...headline, sentence: [...headline.sentence, ` · reused run ${String(reused.workflowRunNumber)}`] };
}

function describeMissing({ run, evaluation, primary }: Parts, row: MetricRow | undefined): Headline {
  const found = [
    ...(evaluation?.document.metrics ?? []).filter(({ value }) => value !== null).map(({ name }) => name),
    ...Object.keys(evaluation?.document.customMetrics ?? {}),
    ...Object.keys(run?.document.metrics ?? {}),
  ];
  const rest: Sentence =
    row?.reason !== undefined
      ? [": ", { text: row.reason }]
      : found.length === 0
        ? [". No metric was found"]
        : [". Found: ", ...listNames([...new Set(found)], 6)];
  return neutral("cannot tell", "⚪", [
    ": cannot tell. The primary metric ",
    metricLabel(primary.name),
    " is not known",
    ...rest,
  ]);
}

/** Only where the training log is all there is: an evaluation does not depend on how the log was read. */
function describeAmbiguous({ run }: Parts, { source }: MetricRow): Headline | undefined {
  const readers = run?.document.readers;
  if (source !== "training" || readers === undefined || readers.conclusive) return undefined;
  const several = [readers.reader, ...readers.alsoFound];
  const why: Sentence =
    readers.alsoFound.length > 0
      ? [
          "Metrics were found by several log readers (",
          ...listNames(several, 5),
          "); choose one with the input ",
          { code: "reader" },
        ]
      : [{ text: readers.problems[0] ?? "The training log could not be read with certainty" }];
  return neutral("cannot tell", "⚪", [": cannot tell. ", ...why]);
}

function describeRow(parts: Parts, row: MetricRow, doubts: Doubts, { baseRef }: ReportContext): Headline {
  const { basis } = parts;
  const again = describeAgain(parts, row, doubts);
  if (again !== undefined) return again;
  const decimals = rowDecimals(row);
  const base = { code: baseRef };
  const measured: Sentence = [metricLabel(row.name), ` ${formatNumber(row.here?.value ?? 0, decimals)}`];
  if (basis.kind === "none" || row.baseline === undefined) {
    const interval = row.here?.interval ?? null;
    const range =
      interval === null ? "" : ` (95 % CI ${interval.map((bound) => formatNumber(bound, decimals)).join(" to ")})`;
    return neutral("nothing to compare with", "⚪", [
      ": ",
      ...measured,
      `${range}. There is nothing on `,
      base,
      " to compare it with yet",
    ]);
  }
  if (doubts.judge.length > 0) {
    const reasons = doubts.judge.flatMap((reason, index): Sentence => (index === 0 ? reason : [", and ", ...reason]));
    return neutral("not comparable", "⚠️", [
      ": ",
      ...measured,
      "; the baseline is not comparable, because ",
      ...reasons,
    ]);
  }
  const { verdict } = row;
  if (verdict === undefined || row.difference === undefined) {
    const why = "the baseline's number comes from another kind of measurement";
    return neutral("not comparable", "⚠️", [": ", ...measured, `; the baseline is not comparable, because ${why}`]);
  }
  if (verdict.kind === "inconclusive") return describeInconclusive(row, verdict, base, basis.kind);
  return describeKnown(row, verdict.kind, [...measured, ", ", ...against(row, base, basis.kind)], doubts);
}

/** Where the baseline cannot be compared with, the champion that was judged again on the same test data can. */
function describeAgain({ basis, championBasis }: Parts, row: MetricRow, doubts: Doubts): Headline | undefined {
  const { champion, championDifference: difference, championVerdict: verdict } = row;
  const useful = basis.kind === "none" || row.baseline === undefined || doubts.judge.length > 0;
  if (championBasis.kind !== "again" || !useful || difference === undefined || verdict === undefined) return undefined;
  const versus: MetricRow = { ...row, baseline: champion, difference, verdict };
  const base = "the champion, judged again on the same test data";
  if (verdict.kind === "inconclusive") return describeInconclusive(versus, verdict, base, "paired");
  const value = formatNumber(row.here?.value ?? 0, rowDecimals(versus));
  const numbers: Sentence = [metricLabel(row.name), ` ${value}, `, ...against(versus, base, "paired")];
  const known = describeKnown(versus, verdict.kind, numbers, { judge: [], data: [] });
  // How good the champion is here is the word of this pull request's own job.
  return { ...known, conclusion: known.conclusion === "failure" ? "failure" : "neutral" };
}

const WORDS = {
  better: { icon: "✅", words: "is better", kind: "better", conclusion: "success" },
  worse: { icon: "❌", words: "is worse", kind: "worse", conclusion: "failure" },
  same: { icon: "☑️", words: "is the same", kind: "same", conclusion: "success" },
  "not-worse": { icon: "☑️", words: "is not worse", kind: "not worse", conclusion: "success" },
} as const;

function describeKnown(row: MetricRow, kind: keyof typeof WORDS, numbers: Sentence, doubts: Doubts): Headline {
  const { words, ...rest } = WORDS[kind];
  if (doubts.data.length > 0) {
    const changed = doubts.data.flatMap((change, index): Sentence => (index === 0 ? change : ["; ", ...change]));
    // Something worse stays a failure: in doubt the pawl holds.
    const conclusion: Conclusion = rest.conclusion === "failure" ? "failure" : "neutral";
    const sentence = [
      ` ${words}, but the comparison is not clean: the baseline was trained on other data (`,
      ...changed,
      "). ",
      ...numbers,
    ];
    return { ...rest, icon: "⚠️", conclusion, sentence };
  }
  const margin = kind === "same" && row.margin > 0 ? `, within the margin of ${formatPlain(row.margin)}` : "";
  return { ...rest, sentence: [` ${words}: `, ...numbers, margin] };
}

/** `**+0.037** over main (95 % CI +0.033 to +0.041)` */
function against({ difference, here, baseline, ...row }: MetricRow, base: SentencePart, basis: string): Sentence {
  const value = difference?.value ?? 0;
  if (value === 0) return ["no difference to ", base];
  const decimals = rowDecimals({ difference, here, baseline, ...row });
  const unpaired = basis === "paired" ? "" : "unpaired ";
  const range =
    difference?.interval == null ? "" : ` (${unpaired}95 % CI ${formatRange(difference.interval, decimals)})`;
  return [{ strong: formatSigned(value, decimals) }, value > 0 ? " over " : " against ", base, range];
}

function describeInconclusive(
  row: MetricRow,
  verdict: { readonly reason: string; readonly moreRows?: number },
  base: SentencePart,
  basis: string,
): Headline {
  const numbers = against(row, base, basis);
  const decimals = rowDecimals(row);
  const wanted = Math.max(row.margin, Math.abs(row.difference?.value ?? 0));
  const rest =
    verdict.moreRows !== undefined
      ? `; to tell a difference of ${row.margin === wanted ? formatPlain(wanted) : formatNumber(wanted, decimals)} takes about ${formatQuantity(roundRoughly(verdict.moreRows), "more labelled row")}`
      : basis === "training-metrics"
        ? ", by the training log alone; an evaluation would tell whether that is chance"
        : `; ${verdict.reason}`;
  return neutral("cannot tell", "⚪", [": cannot tell. ", metricLabel(row.name), " ", ...numbers, rest]);
}

function neutral(kind: Headline["kind"], icon: Headline["icon"], sentence: Sentence): Headline {
  return { kind, icon, sentence, conclusion: "neutral" };
}
