import type { Window } from "../monitoring/monitoring.ts";
import { newestSlotFirst } from "../monitoring/newest-slot-first.ts";

/** A dataset whose newest windows are broken. */
export interface DataIncident {
  /** Key of the dataset; undefined where its windows name none. */
  readonly dataset: string | undefined;
  /** Broken one after the other, newest first; at least one. */
  readonly windows: readonly Window[];
  /** The last one that was good, as far as it is remembered. */
  readonly lastGood: Window | undefined;
}

/** State of each dataset that was ever looked at, by its newest windows. */
export interface DatasetState {
  readonly dataset: string | undefined;
  /** Undefined: its newest window is good. */
  readonly incident: DataIncident | undefined;
}

/** How the datasets of a model are, by name. */
export function listDatasetStates(windows: readonly Window[]): readonly DatasetState[] {
  const datasets = [...new Set(windows.map(({ dataset }) => dataset))];
  return datasets
    .map((dataset) => ({ dataset, incident: findIncident(dataset, windows) }))
    .sort((a, b) => (a.dataset ?? "").localeCompare(b.dataset ?? ""));
}

/** Feeds that are broken now: as long as there is one, its model is not retrained. */
export function listDataIncidents(windows: readonly Window[]): readonly DataIncident[] {
  return listDatasetStates(windows).flatMap(({ incident }) => incident ?? []);
}

function findIncident(dataset: string | undefined, windows: readonly Window[]): DataIncident | undefined {
  const own = windows.filter((window) => window.dataset === dataset).sort(newestSlotFirst);
  const firstGood = own.findIndex(({ broken }) => !broken);
  const broken = firstGood === -1 ? own : own.slice(0, firstGood);
  return broken.length === 0
    ? undefined
    : { dataset, windows: broken, lastGood: firstGood === -1 ? undefined : own[firstGood] };
}
