import type { Window } from "../monitoring/monitoring.ts";
import type { HolderStatus } from "../registry/model-status.ts";
import type { Sentence } from "../report/sentence.ts";
import type { DashboardBox } from "./dashboard-box.ts";

/** What the dashboard shows of one model. Every text from outside is unescaped. */
export interface DashboardModel {
  readonly name: string;
  /** Newest version; undefined: none is registered. */
  readonly newest: number | undefined;
  readonly holders: readonly HolderStatus[];
  /** Names of the environments that the configuration plans. */
  readonly environments: readonly string[];
  /** Undefined: nobody looks for drift. */
  readonly checks: DashboardChecks | undefined;
  /** Open pull requests of the App, as `#41 promotes version 8 to production`. */
  readonly pulls: readonly Sentence[];
  /** What is wrong; empty where all is well. */
  readonly failing: readonly Sentence[];
  readonly boxes: readonly DashboardBox[];
}

export interface DashboardChecks {
  readonly windows: readonly Window[];
  /** Undefined: only people start one. */
  readonly next: string | undefined;
}
