import { listDataIncidents } from "../retraining/data-incidents.ts";
import { windowName } from "./batch-name.ts";
import { findDecision } from "./decide-batch.ts";
import type { BatchDecision, Monitoring, Window } from "./monitoring.ts";

/** What a window is as a batch that later data are compared with. */
export type WindowStanding =
  /** By itself, or because somebody accepted it. */
  | { readonly kind: "joins"; readonly accepted?: BatchDecision }
  | { readonly kind: "held"; readonly because: NonNullable<Window["held"]> }
  | { readonly kind: "drifted" }
  | { readonly kind: "excluded"; readonly by: BatchDecision }
  /** Whatever people say: its contract is broken, or the feed is and no good data have come since. */
  | { readonly kind: "never"; readonly because: "contract" | "incident" };

/**
 * Whether a window is compared with from the next check on. Those in which nothing stands out are by themselves, others only
 * where somebody accepted the very document, and those of a broken feed never.
 */
export function windowStanding(monitoring: Pick<Monitoring, "windows" | "decisions">, window: Window): WindowStanding {
  const decision = findDecision(monitoring, windowName(window.slot));
  if (window.contract === "fail") return { kind: "never", because: "contract" };
  if (isOfIncident(monitoring.windows, window)) return { kind: "never", because: "incident" };
  if (decision?.says === "exclude") return { kind: "excluded", by: decision };
  if (decision?.document === window.document.digest) return { kind: "joins", accepted: decision };
  if (window.broken || window.verdict === "drift") return { kind: "drifted" };
  return window.held === undefined ? { kind: "joins" } : { kind: "held", because: window.held };
}

function isOfIncident(windows: readonly Window[], { slot, dataset }: Window): boolean {
  return listDataIncidents(windows).some(
    (incident) => incident.dataset === dataset && incident.windows.some((broken) => broken.slot === slot),
  );
}
