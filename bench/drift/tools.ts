import type { Peer } from "../engine/peers.ts";

/** Who judges the cases, in the order of the tables. */
export interface Tool {
  readonly title: string;
  /** The environment that it is in; ours has none. */
  readonly peer?: Peer;
  /** Its program in `python/`: `rule_<rule>.py`. */
  readonly rule?: string;
  /**
   * What is an alarm. `columns`: any column that the tool calls drifted. `dataset`: what it says of the data as a whole,
   * which is no matter of one threshold.
   */
  readonly alarm: "columns" | "dataset";
  /** Whose verdicts these are, where another one says more of them. */
  readonly sameAs?: ToolName;
}

export const TOOLS = {
  pawl: { title: "**Pawl**", alarm: "dataset" },
  "evidently-dataset": { title: "Evidently 0.7.23, dataset flag", sameAs: "evidently", alarm: "dataset" },
  evidently: {
    title: "Evidently 0.7.23, any column",
    peer: "evidently",
    rule: "evidently",
    alarm: "columns",
  },
  nannyml: { title: "NannyML 0.13.1, chunk = batch", peer: "nannyml", rule: "nannyml", alarm: "columns" },
  "nannyml-chunks": {
    title: "NannyML 0.13.1, its own 10 chunks",
    peer: "nannyml",
    rule: "nannyml_chunks",
    alarm: "columns",
  },
  whylogs: { title: "whylogs 1.6.4", peer: "whylogs", rule: "whylogs", alarm: "columns" },
  deepchecks: { title: "Deepchecks 0.19.1, FeatureDrift", peer: "deepchecks", rule: "deepchecks", alarm: "columns" },
  "deepchecks-suite": {
    title: "Deepchecks 0.19.1, suite",
    peer: "deepchecks",
    rule: "deepchecks_suite",
    alarm: "dataset",
  },
  "alibi-detect": {
    title: "alibi-detect 0.13.0, TabularDrift",
    peer: "alibi-detect",
    rule: "alibi_detect",
    alarm: "columns",
  },
} as const satisfies Readonly<Record<string, Omit<Tool, "sameAs"> & { readonly sameAs?: string }>>;
export type ToolName = keyof typeof TOOLS;

export const TOOL_NAMES = Object.keys(TOOLS) as readonly ToolName[]; // the keys of a constant are its own

export function toolOf(name: ToolName): Tool {
  return TOOLS[name];
}
