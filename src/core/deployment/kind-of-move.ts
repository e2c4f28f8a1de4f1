import type { Registry } from "../registry/registry.ts";
import { isFailedStatus } from "./describe-deployment.ts";

/**
 * Whether a move of an alias is a step back: to an earlier version that this environment once served by a verdict, and
 * well. A step back has a policy of its own, without metrics, so nothing that was never judged here comes in by it.
 */
export function kindOfMove(
  registry: Pick<Registry, "promotions"> | undefined,
  { environment, from, to }: { readonly environment: string; readonly from: number | undefined; readonly to: number },
): "promotion" | "rollback" {
  if (from === undefined || to >= from) return "promotion";
  const served = registry?.promotions.some(
    ({ standing, status, ...move }) =>
      move.environment === environment && move.version === to && standing !== "unverified" && !isFailedStatus(status),
  );
  return served === true ? "rollback" : "promotion";
}
