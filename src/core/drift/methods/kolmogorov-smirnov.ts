import { ksDistance } from "../../statistics/ks-distance.ts";
import { total } from "../../statistics/total.ts";
import type { DriftMethod } from "../drift-method.ts";
import { ksPValue } from "../ks-p-value.ts";

export const KOLMOGOROV_SMIRNOV: DriftMethod = {
  name: "Kolmogorov–Smirnov distance",
  meaning: "largest difference between the shares of rows at or below one value",
  appliesTo: "ordered",
  exceededBy: "score",
  threshold: 0.1,
  measure: ({ before, after, order }) => {
    if (order === undefined) return undefined;
    const score = ksDistance(before, after);
    const rows = [total(before), total(after)] as const;
    return { score, pValue: ksPValue(score, ...rows), words: "on the edges that the reference pinned" };
  },
};
