import { formatPlain } from "../../../core/report/format-number.ts";
import { formatShare } from "../outcome.ts";
import { type ClassCount, classCounts } from "./class-shares.ts";
import {
  type DatasetCheckContext,
  type DatasetCheckResult,
  datasetCheck,
  findLabel,
  type Options,
  unchecked,
} from "./dataset-check.ts";

/** Classes that are named in one check. */
const SHOWN = 5;

/** Every class of the label has its least share, and no share is far from the reference's. Both come from the profiles. */
export function checkClassBalance(
  context: DatasetCheckContext,
  { "min-share": least, "max-change": most, severity }: Options<"class-balance">,
): DatasetCheckResult {
  const described = { rule: "class-balance", title: "shares of the label's classes", severity } as const;
  const change = context.reference === undefined ? "" : `within ${formatPlain(most * 100)} points of the reference`;
  const floor = least === 0 ? "" : `each at least ${formatShare(least)}`;
  const expected = [floor, change].filter((part) => part !== "").join(", ") || "any, as there is no reference";
  const label = findLabel(context);
  if (typeof label === "string") return unchecked(described, expected, label);
  const { name } = label.source;
  const now = sharesOf(context.profile.columns.find((column) => column.name === name));
  if (typeof now === "string") return unchecked(described, expected, now);
  const before =
    context.reference === undefined
      ? new Map<string, ClassShare>()
      : sharesOf(context.reference.columns.find((column) => column.name === name));
  if (typeof before === "string") return unchecked(described, expected, `Of the reference: ${before}`);
  const compared = [...new Set([...now.keys(), ...before.keys()])].map((key) => ({
    name: (now.get(key) ?? before.get(key))?.name ?? key,
    share: now.get(key)?.share ?? 0,
    was: context.reference === undefined ? undefined : (before.get(key)?.share ?? 0),
  }));
  const broken = compared.filter(
    ({ share, was }) => share < least || (was !== undefined && Math.abs(share - was) > most),
  );
  const shown = (broken.length > 0 ? broken : compared).sort(
    (left, right) => distance(right) - distance(left) || right.share - left.share,
  );
  const words = shown
    .slice(0, SHOWN)
    .map(
      ({ name: class_, share, was }) =>
        `${class_.slice(0, 60)}: ${formatShare(share)}${was === undefined ? "" : `, was ${formatShare(was)}`}`,
    );
  const more = shown.length > SHOWN ? `; and ${String(shown.length - SHOWN)} more` : "";
  return {
    checks: [
      datasetCheck(
        { ...described },
        {
          verdict: broken.length === 0 ? "pass" : "fail",
          expected,
          actual: words.length === 0 ? "no row has a label" : `${words.join("; ")}${more}`,
        },
      ),
    ],
  };
}

interface ClassShare {
  readonly name: string;
  readonly share: number;
}

function distance({ share, was }: { readonly share: number; readonly was: number | undefined }): number {
  return was === undefined ? 0 : Math.abs(share - was);
}

function sharesOf(column: Parameters<typeof classCounts>[0] | undefined): ReadonlyMap<string, ClassShare> | string {
  const counts: readonly ClassCount[] | string =
    column === undefined ? "It has no column of the label." : classCounts(column);
  if (typeof counts === "string") return counts;
  const total = counts.reduce((sum, { rows }) => sum + rows, 0);
  return new Map(counts.map(({ key, name, rows }) => [key, { name, share: total === 0 ? 0 : rows / total }]));
}
