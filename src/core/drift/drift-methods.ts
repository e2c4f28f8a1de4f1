import { z } from "zod";
import type { DriftMethod } from "./drift-method.ts";
import { CHI_SQUARE } from "./methods/chi-square.ts";
import { CRAMER_VON_MISES } from "./methods/cramer-von-mises.ts";
import { CRAMERS_V } from "./methods/cramers-v.ts";
import { G_TEST } from "./methods/g-test.ts";
import { HELLINGER } from "./methods/hellinger.ts";
import { JENSEN_SHANNON } from "./methods/jensen-shannon.ts";
import { KOLMOGOROV_SMIRNOV } from "./methods/kolmogorov-smirnov.ts";
import { KULLBACK_LEIBLER } from "./methods/kullback-leibler.ts";
import { L_INFINITY } from "./methods/l-infinity.ts";
import { PSI } from "./methods/population-stability-index.ts";
import { TOTAL_VARIATION } from "./methods/total-variation.ts";
import { WASSERSTEIN } from "./methods/wasserstein.ts";

/** The methods that can be asked for by name. They are scores beside the verdict; the rule decides. */
export const DRIFT_METHODS = {
  psi: PSI,
  ks: KOLMOGOROV_SMIRNOV,
  "chi-square": CHI_SQUARE,
  "g-test": G_TEST,
  "cramers-v": CRAMERS_V,
  "jensen-shannon": JENSEN_SHANNON,
  wasserstein: WASSERSTEIN,
  hellinger: HELLINGER,
  "total-variation": TOTAL_VARIATION,
  "l-infinity": L_INFINITY,
  "kullback-leibler": KULLBACK_LEIBLER,
  "cramer-von-mises": CRAMER_VON_MISES,
} as const satisfies Record<string, DriftMethod>;

export const DriftMethodName = z.enum(Object.keys(DRIFT_METHODS) as [keyof typeof DRIFT_METHODS]); // Object.keys forgets which keys
export type DriftMethodName = z.infer<typeof DriftMethodName>;
