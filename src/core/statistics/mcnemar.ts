import { binomialLowerTail } from "./count-tails.ts";
import { normalPValue } from "./normal-distribution.ts";
import { binomialDensity } from "./saddle-point.ts";

export type McNemarVariant = "exact" | "mid-p" | "chi-squared" | "chi-squared-corrected";

/**
 * Two-sided p-value of McNemar's test: of the rows on which two models disagree, one is right on `onlyHere` and the
 * other on `onlyThere`. 1 where they never disagree.
 *
 * @see M. W. Fagerland, S. Lydersen, P. Laake, BMC Medical Research Methodology 13 (2013) 91
 */
export function mcnemarPValue(onlyHere: number, onlyThere: number, variant: McNemarVariant): number {
  const discordant = onlyHere + onlyThere;
  if (discordant === 0) return 1;
  const gap = Math.abs(onlyHere - onlyThere);
  if (variant === "chi-squared") return normalPValue(gap / Math.sqrt(discordant));
  if (variant === "chi-squared-corrected") return normalPValue(Math.max(gap - 1, 0) / Math.sqrt(discordant));
  const fewer = Math.min(onlyHere, onlyThere);
  if (variant === "exact") return Math.min(1, 2 * binomialLowerTail(fewer, discordant, 0.5));
  return Math.min(1, 2 * binomialLowerTail(fewer, discordant, 0.5) - binomialDensity(fewer, discordant, 0.5));
}

/** The variant to use: exact where it is cheap in power, else mid-p, which is exact's less timid form. */
export function mcnemarVariant(discordant: number): McNemarVariant {
  return discordant < 25 ? "exact" : "mid-p";
}
