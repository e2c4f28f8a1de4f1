import type { DriftKind } from "./drift-kind.ts";
import { brokenCorrelation } from "./kinds/broken-correlation.ts";
import { categoryShares } from "./kinds/category-shares.ts";
import { changedKind } from "./kinds/changed-kind.ts";
import { changedSpelling } from "./kinds/changed-spelling.ts";
import { clipping } from "./kinds/clipping.ts";
import { clockChange } from "./kinds/clock-change.ts";
import { distributionShape } from "./kinds/distribution-shape.ts";
import { embeddingShift } from "./kinds/embedding-shift.ts";
import { emptyTexts } from "./kinds/empty-texts.ts";
import { farValues } from "./kinds/far-values.ts";
import { finerValues } from "./kinds/finer-values.ts";
import { infiniteValues } from "./kinds/infinite-values.ts";
import { manyColumns } from "./kinds/many-columns.ts";
import { mergedCategories } from "./kinds/merged-categories.ts";
import { missingValues } from "./kinds/missing-values.ts";
import { newCategory } from "./kinds/new-category.ts";
import { otherCharacters } from "./kinds/other-characters.ts";
import { otherWords } from "./kinds/other-words.ts";
import { renamedCategory } from "./kinds/renamed-category.ts";
import { repeatedRows } from "./kinds/repeated-rows.ts";
import { rounding } from "./kinds/rounding.ts";
import { sentinelValue } from "./kinds/sentinel-value.ts";
import { shift } from "./kinds/shift.ts";
import { spread } from "./kinds/spread.ts";
import { steadyMovement } from "./kinds/steady-movement.ts";
import { stuckConstant } from "./kinds/stuck-constant.ts";
import { swappedCategories } from "./kinds/swapped-categories.ts";
import { swappedColumns } from "./kinds/swapped-columns.ts";
import { textLength } from "./kinds/text-length.ts";
import { timeGap } from "./kinds/time-gap.ts";
import { timesOfDay } from "./kinds/times-of-day.ts";
import { truncation } from "./kinds/truncation.ts";
import { unitChange } from "./kinds/unit-change.ts";
import { unreadableValues } from "./kinds/unreadable-values.ts";
import { valueGap } from "./kinds/value-gap.ts";
import { valueShare } from "./kinds/value-share.ts";
import { vanishedCategory } from "./kinds/vanished-category.ts";
import { vanishedColumn } from "./kinds/vanished-column.ts";

/** All causes that are known, tried in this order: what says most comes first. The names stand in documents. */
export const DRIFT_KINDS = {
  "vanished-column": vanishedColumn,
  "swapped-columns": swappedColumns,
  "changed-kind": changedKind,
  "stuck-constant": stuckConstant,
  "unit-change": unitChange,
  clipping,
  rounding,
  "sentinel-value": sentinelValue,
  "missing-values": missingValues,
  "unreadable-values": unreadableValues,
  "infinite-values": infiniteValues,
  "empty-texts": emptyTexts,
  "finer-values": finerValues,
  "changed-spelling": changedSpelling,
  truncation,
  "swapped-categories": swappedCategories,
  "merged-categories": mergedCategories,
  "renamed-category": renamedCategory,
  "new-category": newCategory,
  "vanished-category": vanishedCategory,
  "category-shares": categoryShares,
  "time-gap": timeGap,
  "clock-change": clockChange,
  "times-of-day": timesOfDay,
  "other-words": otherWords,
  "text-length": textLength,
  "other-characters": otherCharacters,
  "embedding-shift": embeddingShift,
  "value-gap": valueGap,
  "far-values": farValues,
  shift,
  spread,
  "distribution-shape": distributionShape,
  "value-share": valueShare,
  "many-columns": manyColumns,
  "steady-movement": steadyMovement,
  "broken-correlation": brokenCorrelation,
  "repeated-rows": repeatedRows,
} as const satisfies Record<string, DriftKind>;

export type DriftKindName = keyof typeof DRIFT_KINDS;
