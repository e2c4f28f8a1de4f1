import type { DriftAspectName } from "../drift-aspect-name.ts";
import type { BatchLevels } from "./column-levels.ts";
import type { RunTest } from "./level-shares.ts";

/** What only shows in many columns together. */
export interface RunChange {
  readonly test: Exclude<RunTest, "largest">;
  /** Those that are named for it. */
  readonly columns: readonly ChangedColumn[];
  /** Columns that were looked at. */
  readonly of: number;
}

export interface ChangedColumn {
  readonly column: string;
  /** In which it is the most unusual of what is material and more than chance. */
  readonly aspect: DriftAspectName;
  /** That moves steadily. */
  readonly level?: BatchLevels;
}
