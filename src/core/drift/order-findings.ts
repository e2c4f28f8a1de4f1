import type { DriftVerdict } from "../evidence/drift-evidence.ts";
import { type ColumnImportance, weightOf } from "./column-importance.ts";
import type { DriftAspectName } from "./drift-aspect-name.ts";

const RANK = { drift: 0, inconclusive: 1, stable: 2 } as const;

/** What a document has room for. */
const MAX_FINDINGS = 6000;

/** Which of a column's findings explains the others: what is missing or new before what that did to the distribution. */
const EXPLAINS: readonly string[] = [
  "column",
  "kind",
  "spelling",
  "empty",
  "unseen",
  "null",
  "invalid",
  "not-finite",
  "distribution",
  "location",
  "scale",
  "shape",
  "spike",
  "range",
  "tokens",
  "characters",
  "value",
  "hours",
  "hour",
  "decimals",
  "rounding",
  "conditional-location",
  "conditional-value",
  "association",
  "joint",
  "duplicates",
] satisfies DriftAspectName[];

interface Finding {
  readonly columns: readonly string[];
  readonly aspect: string;
  readonly effect: number;
  readonly verdict: DriftVerdict;
}

/**
 * The findings that a document carries: all that drifted or could not be told, and for each other column the one that
 * says most clearly that it is stable. Columns with the largest changes first, and of each what explains the rest first.
 *
 * @param importance Where it is known how much the model looks at each column: then the changes of what it looks at come first.
 */
export function orderFindings<Kind extends Finding>(
  findings: readonly Kind[],
  importance: ColumnImportance = new Map(),
): Kind[] {
  return groupByColumns(findings)
    .map((group) => {
      const told = group.filter(({ verdict }) => verdict !== "stable");
      const kept = (told.length > 0 ? told : mostTelling(group)).toSorted(
        (a, b) => RANK[a.verdict] - RANK[b.verdict] || explanation(a, group) - explanation(b, group),
      );
      const verdicts = kept.map(({ verdict }) => RANK[verdict]);
      const rank = Math.min(...verdicts);
      const largest = Math.max(...kept.filter((_, index) => verdicts[index] === rank).map(size));
      return { kept, rank, size: largest * weightOf(importance, kept[0]?.columns ?? []) };
    })
    .toSorted((a, b) => a.rank - b.rank || b.size - a.size)
    .flatMap(({ kept }) => kept)
    .slice(0, MAX_FINDINGS);
}

function groupByColumns<Kind extends Finding>(findings: readonly Kind[]): readonly (readonly Kind[])[] {
  const groups = new Map<string, Kind[]>();
  for (const finding of findings) {
    const key = JSON.stringify(finding.columns);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

/** What a stable column is best known by: its distribution, else its largest change. */
function mostTelling<Kind extends Finding>(group: readonly Kind[]): readonly Kind[] {
  const distribution = group.filter(({ aspect }) => aspect === "distribution");
  return (distribution.length > 0 ? distribution : group.toSorted((a, b) => size(b) - size(a))).slice(0, 1);
}

function explanation({ aspect, effect }: Finding, group: readonly Finding[]): number {
  const distribution = group.find((finding) => finding.aspect === "distribution");
  // One value that gained more than the whole distribution moved is what moved it.
  if (aspect === "value" && distribution?.verdict === "drift" && effect >= distribution.effect) {
    return EXPLAINS.indexOf("distribution") - 0.5;
  }
  return EXPLAINS.indexOf(aspect);
}

/** All effects are shares of rows or distances between 0 and 1, but for associations, which change by a factor. */
function size({ aspect, effect }: Finding): number {
  return aspect === "association" ? effect / 10 : effect;
}
