import type { Severity } from "../check.ts";
import type { Demand } from "../contract.ts";

/** A rule before it has its id and line. */
export interface RuleDraft {
  /** Last part of its id: `range`, or the id that the contract gives it. */
  readonly rule: string;
  /** The column in its id; undefined for rules about the whole table. */
  readonly column: string | undefined;
  readonly title: string;
  readonly demand: Demand;
  /** `error` if not given. */
  readonly severity?: Severity;
  readonly dimension?: string | undefined;
  /** Leads from the root of the document to the key that makes the rule. */
  readonly path: readonly PropertyKey[];
}

interface NotEvaluated {
  readonly rule: string;
  readonly column: string | undefined;
  readonly title: string;
  readonly reason: string;
  readonly severity: Severity;
  readonly dimension?: string | undefined;
  readonly path: readonly PropertyKey[];
}

/** A rule that is listed, so that nobody takes it for passed. */
export function notEvaluated({ reason, ...draft }: NotEvaluated): RuleDraft {
  return { ...draft, demand: { kind: "not-evaluated", column: draft.column, reason } };
}
