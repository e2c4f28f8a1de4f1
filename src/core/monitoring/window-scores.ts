import { isStructural } from "../drift/is-structural.ts";
import type { DriftEvidence, DriftFinding } from "../evidence/drift-evidence.ts";
import { toSafeLabel } from "../evidence/limits.ts";
import { MAX_WINDOW_SCORES, type WindowScore } from "./monitoring.ts";

export interface ScoredWindow {
  /** Of each column the finding that says most; what drifted first, the largest changes first. */
  readonly scores: readonly WindowScore[];
  /** Something drifted, and all of that is structural. */
  readonly structural: boolean;
}

const RANK = { drift: 0, inconclusive: 1, stable: 2 } as const;

/** What each column did, as one number: which finding of a column comes first is what the drift rule says explains the others. */
export function scoreWindow({ findings }: Pick<DriftEvidence, "findings">): ScoredWindow {
  const scores = [...groupByColumns(findings)].map(([column, group]): WindowScore => {
    const said = mostTelling(group);
    return {
      column: toSafeLabel(column),
      aspect: said.aspect,
      effect: said.effect,
      bound: said.bound,
      verdict: said.verdict,
      structural: said.verdict === "drift" && isStructural(said),
    };
  });
  const drifted = scores.filter(({ verdict }) => verdict === "drift");
  return {
    // Stable sort: within a verdict the order of the evidence stays.
    scores: scores.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict]).slice(0, MAX_WINDOW_SCORES),
    structural: drifted.length > 0 && drifted.every(({ structural }) => structural),
  };
}

function groupByColumns(
  findings: readonly DriftFinding[],
): ReadonlyMap<string, readonly [DriftFinding, ...DriftFinding[]]> {
  const groups = new Map<string, [DriftFinding, ...DriftFinding[]]>();
  for (const finding of findings) {
    const column = finding.columns.length === 0 ? "(rows)" : finding.columns.join(" × ");
    const group = groups.get(column);
    if (group === undefined) groups.set(column, [finding]);
    else group.push(finding);
  }
  return groups;
}

/** Another unit explains everything else that happened to a column. */
function mostTelling(group: readonly [DriftFinding, ...DriftFinding[]]): DriftFinding {
  const drifted = group.filter(({ verdict }) => verdict === "drift");
  const rescaled = drifted.find((finding) => finding.rescaled !== undefined);
  return rescaled ?? drifted[0] ?? group.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict])[0] ?? group[0];
}
