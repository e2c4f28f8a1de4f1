import type { NumericFrame, NumericProfile } from "../../core/dataset/profile.ts";
import type { ValueGroup } from "../../core/dataset/value-groups.ts";
import type { ProfiledColumn } from "./profile-task.ts";

/** `distinct` is null for a batch with more different values. */
export const MAX_COUNTED_VALUES = 50_000;

export interface NumericRequest {
  readonly column: ProfiledColumn;
  readonly kind: NumericProfile["kind"];
  readonly frame: NumericFrame | undefined;
  /** Values of the row sample; asked for where there is no frame. */
  readonly sample: () => Promise<ValueGroup[]>;
  /** There are probably few enough values to be read one by one. */
  readonly few: boolean;
  /** There certainly are too many in every batch. */
  readonly many: boolean;
}

/** What is counted of one batch. */
export type CountedNumbers = Omit<NumericProfile, "name" | "type" | "kind">;
