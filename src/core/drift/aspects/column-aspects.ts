import type { ColumnAspect } from "../column-aspect.ts";
import { booleanAspect } from "./boolean-aspect.ts";
import { spellingAspect, unseenAspect } from "./category-mass-aspects.ts";
import { characterAspect } from "./character-aspect.ts";
import { distributionAspect } from "./distribution-aspect.ts";
import { embeddingAspect, regionAspect, regionsAspect } from "./embedding-aspects.ts";
import { emptyAspect } from "./empty-aspect.ts";
import { hourAspect, hoursAspect } from "./hour-aspects.ts";
import { invalidAspect } from "./invalid-aspect.ts";
import { decimalsAspect, roundingAspect } from "./lattice-aspect.ts";
import { locationAspect, scaleAspect } from "./moment-aspects.ts";
import { notFiniteAspect } from "./not-finite-aspect.ts";
import { nullAspect } from "./null-aspect.ts";
import { rangeAspect } from "./range-aspect.ts";
import { shapeAspect } from "./shape-aspect.ts";
import { spikeAspect } from "./spike-aspect.ts";
import { tokenAspect } from "./token-aspect.ts";
import { valueAspect } from "./value-aspect.ts";

/** Everything that is measured of each column. Another aspect is one file and one line here. */
export const COLUMN_ASPECTS: readonly ColumnAspect[] = [
  nullAspect,
  invalidAspect,
  notFiniteAspect,
  emptyAspect,
  booleanAspect,
  distributionAspect,
  locationAspect,
  scaleAspect,
  shapeAspect,
  valueAspect,
  rangeAspect,
  spikeAspect,
  decimalsAspect,
  roundingAspect,
  unseenAspect,
  spellingAspect,
  characterAspect,
  tokenAspect,
  hoursAspect,
  hourAspect,
  embeddingAspect,
  regionsAspect,
  regionAspect,
];
