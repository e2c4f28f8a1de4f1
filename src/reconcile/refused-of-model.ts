import { artifactKind, formatArtifactName } from "../core/evidence/names.ts";
import type { RefusedEvidence } from "../core/report/report-facts.ts";

/**
 * Refused artifacts that a model's part of the report has to name. Names are ambiguous (`fraud` with key `eu`, or
 * `fraud-eu`), so the longest model that fits has it; what fits none is named by the first touched model, because
 * somebody has to.
 */
export function refusedOfModel(
  refused: readonly RefusedEvidence[],
  model: string,
  touched: readonly string[],
): readonly RefusedEvidence[] {
  return refused.filter(({ artifact }) => (ownerOf(artifact, touched) ?? touched[0]) === model);
}

function ownerOf(artifact: string, models: readonly string[]): string | undefined {
  const kind = artifactKind(artifact);
  if (kind === undefined) return undefined;
  const fitting = models.filter((model) => {
    const name = formatArtifactName({ kind, model });
    return artifact === name || artifact.startsWith(`${name}-`);
  });
  return fitting.sort((a, b) => b.length - a.length)[0];
}
