import type { ConfigIssue } from "../config/config-issue.ts";
import type { PolicySource } from "../config/promotion-plan.ts";
import type { ReportAnnotation } from "../report/report-facts.ts";
import type { GateFacts } from "./gate-facts.ts";
import type { GateNode } from "./gate-node.ts";
import type { GateResult, GateVerdict } from "./gate-result.ts";

/** What is known about one alias that the head moves, compared with the base branch's newest commit. */
export interface AliasMove {
  readonly model: string;
  readonly environment: string;
  /** The holder on the base branch; undefined: nothing held it. */
  readonly from: number | undefined;
  /** The holder that the head names; undefined: the alias is taken away. */
  readonly to: number | undefined;
  readonly state: /** The configuration in force has no such model. */
    | { readonly kind: "unknown-model"; readonly known: readonly string[] }
    /** The model has no such environment in the configuration in force. */
    | { readonly kind: "unknown-environment"; readonly known: readonly string[] }
    /** No version of this number is on the ledger. */
    | { readonly kind: "not-registered"; readonly newest: number | undefined }
    | {
        readonly kind: "judgeable";
        /**
         * Of the base branch: the environment's own, or of a rollback or a removal that of its rollback. `facts.kind` says
         * which. Of a removal `facts.challenger` is the version that is taken out, and there is no champion.
         */
        readonly gate: GateNode | undefined;
        readonly facts: GateFacts;
        /** What the head's configuration would judge by, where it differs from the base's. */
        readonly proposed?: { readonly gate: GateNode | undefined } | undefined;
      };
}

/** One environment whose rules the head changes; `comparePolicies` finds them. */
export interface PolicyChange {
  readonly model: string;
  readonly environment: string;
  readonly which: "gate" | "rollback";
  readonly before: GateNode | undefined;
  readonly after: GateNode | undefined;
  /** Who may ask for a rollback and confirm a move without a verdict, where that changes; one line each. */
  readonly entitled?: { readonly before: string; readonly after: string } | undefined;
  /** What the rules take from the rest of the model, as its metrics and their margins, where that changes; one line each. */
  readonly given?: { readonly before: string; readonly after: string } | undefined;
}

/** An alias file of the head that cannot be read. */
export interface InvalidAliasFile {
  readonly path: string;
  readonly issues: readonly ConfigIssue[];
}

/** Everything that `pawl / promotion` is made from. No clock, no client. */
export interface PromotionFacts {
  readonly repository: string;
  /** `https://github.com`, without a slash at the end. */
  readonly serverUrl: string;
  readonly headSha: string;
  readonly baseRef: string;
  /** The head is in another repository. */
  readonly fork: boolean;
  /** `invalid`: the file that `place` names, as `.github/pawl.yml of main`; of the head only where the base's is sound. */
  readonly config:
    | { readonly kind: "valid" | "absent" }
    | {
        readonly kind: "invalid";
        readonly place: string;
        readonly issues: readonly ConfigIssue[];
        /** A file of another repository: nothing that is changed here repairs it. */
        readonly elsewhere?: true | undefined;
      };
  /** The files that the policy in force came from: the repository's, the organisation's; empty where there is none. */
  readonly policy: readonly PolicySource[];
  /** Of the head's `.github/pawl.yml`, where it changes it. */
  readonly headConfigIssues: readonly ConfigIssue[];
  readonly invalidAliasFiles: readonly InvalidAliasFile[];
  readonly moves: readonly AliasMove[];
  readonly policyChanges: readonly PolicyChange[];
  /** Reviews of the pull request, by which a change of the policy is judged; undefined where nobody was asked. */
  readonly pullRequest: GateFacts["pullRequest"];
}

/** One move with its verdict. */
export interface JudgedMove {
  readonly move: AliasMove;
  readonly verdict: GateVerdict;
  /** What holds for every move, whatever the policy: digest, tag. Empty where the move could not be judged. */
  readonly integrity: readonly GateResult[];
  /** Undefined where the move could not be judged; `reason` says why. */
  readonly result: GateResult | undefined;
  /** What the head's own policy would have said. Decides nothing. */
  readonly proposed: GateResult | undefined;
  /** It passes only because somebody broke the glass. */
  readonly brokenGlass: boolean;
  /** Why it could not be judged, and what to do; unescaped. */
  readonly reason: { readonly words: string; readonly todo: string } | undefined;
}

/** What is decided about a pull request or commit. */
export interface JudgedPromotion {
  readonly verdict: GateVerdict;
  readonly moves: readonly JudgedMove[];
  /** The old policy's approvals, asked of a pull request that changes the policy; in the order of `policyChanges`. */
  readonly policyChanges: readonly { readonly change: PolicyChange; readonly approvals: GateResult | undefined }[];
}

/** The check run `pawl / promotion`, within GitHub's limits. */
export interface RenderedPromotionCheck {
  readonly conclusion: "success" | "failure" | "action_required";
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly annotations: readonly ReportAnnotation[];
  readonly judged: JudgedPromotion;
}
