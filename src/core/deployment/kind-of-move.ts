import type { Registry } from "../registry/registry.ts";
import { listEarlierHolders } from "./earlier-holders.ts";

/**
 * Whether a move of an alias is a step back: to a version that held it before by a verdict, and well. A step back has a policy
 * of its own, without metrics, so nothing that was never judged here comes in by it.
 */
export function kindOfMove(
  registry: Pick<Registry, "promotions"> | undefined,
  { environment, from, to }: { readonly environment: string; readonly from: number | undefined; readonly to: number },
): "promotion" | "rollback" {
  return listEarlierHolders(registry, { environment, holder: from }).includes(to) ? "rollback" : "promotion";
}
