import type { GateVerdict } from "./gate-result.ts";

/** What all of them together say: `fail` if any fails, else `inconclusive` if any is; of none `pass`. */
export function worstVerdict(parts: readonly { readonly verdict: GateVerdict }[]): GateVerdict {
  if (parts.some(({ verdict }) => verdict === "fail")) return "fail";
  return parts.some(({ verdict }) => verdict === "inconclusive") ? "inconclusive" : "pass";
}
