import { artifactKind, formatArtifactName } from "../core/evidence/names.ts";
import type { RefusedEvidence } from "../core/report/report-facts.ts";

export interface ReportedDataset {
  readonly model: string;
  readonly key: string | undefined;
}

/** The parts of a report that can name a refused artifact. */
export interface RefusedPlaces {
  /** Touched models, in the configuration's order. */
  readonly models: readonly string[];
  readonly datasets: readonly ReportedDataset[];
}

/** Refused artifacts that a model's part of the report has to name. */
export function refusedOfModel(
  refused: readonly RefusedEvidence[],
  model: string,
  places: RefusedPlaces,
): readonly RefusedEvidence[] {
  return refused.filter(({ artifact }) => placeOf(artifact, places) === model);
}

/** Refused artifacts that a dataset's part of the report has to name. */
export function refusedOfDataset(
  refused: readonly RefusedEvidence[],
  dataset: ReportedDataset,
  places: RefusedPlaces,
): readonly RefusedEvidence[] {
  return refused.filter(({ artifact }) => placeOf(artifact, places) === dataset);
}

/**
 * Names are ambiguous (`fraud` with key `eu`, or `fraud-eu`), so a dataset's exact name comes first and then the longest
 * model that fits; what fits none is named by the first part of the report, because somebody has to.
 */
function placeOf(artifact: string, { models, datasets }: RefusedPlaces): string | ReportedDataset | undefined {
  const kind = artifactKind(artifact);
  if (kind === "data" || kind === "drift") {
    const exact = datasets.find(({ model, key }) => artifact === formatArtifactName({ kind, model, key }));
    if (exact !== undefined) return exact;
    const owner = ownerOf(
      artifact,
      datasets.map(({ model }) => model),
    );
    if (owner !== undefined) return datasets.find(({ model }) => model === owner);
  }
  return ownerOf(artifact, models) ?? models[0] ?? datasets[0];
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
