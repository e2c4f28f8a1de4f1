import type { GateNode } from "../gate/gate-node.ts";

/** Something that could be read with the token at hand, or why it could not. */
export type Known<Value> =
  | { readonly kind: "known"; readonly value: Value }
  | { readonly kind: "unknown"; readonly why: string };

/** A check that the default branch waits for before it takes a merge. */
export interface RequiredCheck {
  readonly name: string;
  /** Whose check counts; undefined: anybody's. */
  readonly appId: number | undefined;
  /** `branch protection of main`, `ruleset main`. */
  readonly place: string;
}

/** What the default branch demands of reviews, all rules together. */
export interface ReviewDemands {
  readonly approvals: number;
  readonly dismissesStale: boolean;
  readonly codeOwners: boolean;
  readonly lastPush: boolean;
}

/** One workflow file of the default branch. */
export interface WorkflowFacts {
  /** `deploy.yml`. */
  readonly file: string;
  readonly exists: boolean;
  /** It has `on: workflow_dispatch`, with the input that a dispatch is found again by. */
  readonly dispatchable: boolean;
  readonly keyed: boolean;
  /** Inputs that the App sends and that it does not declare. */
  readonly undeclared: readonly string[];
  /** Labels of `runs-on` that name the repository's own machines. */
  readonly selfHosted: boolean;
  /** Jobs of pull requests run it. */
  readonly onPullRequests: boolean;
  readonly secrets: readonly string[];
}

/** One alias that the configuration plans. */
export interface EnvironmentFacts {
  readonly model: string;
  readonly environment: string;
  readonly gate: GateNode | undefined;
  readonly rollbackGate: GateNode | undefined;
  /** Somebody may ask for a rollback at all. */
  readonly anybodyMayRollBack: boolean;
  readonly workflow: string | undefined;
}

/** What `pawl doctor` looks at. No clock, no client. */
export interface RepositoryFacts {
  readonly repository: string;
  /** `https://github.com`, without a slash at the end. */
  readonly serverUrl: string;
  readonly defaultBranch: string;
  readonly isPublic: boolean;
  readonly ownerIsOrganization: boolean;
  /** The App that has to write the check; undefined: it is not known which. */
  readonly app: { readonly id: number; readonly slug: string } | undefined;
  readonly config: "valid" | "absent" | "invalid";
  readonly environments: readonly EnvironmentFacts[];
  /** All that the configuration names. */
  readonly workflows: readonly WorkflowFacts[];
  readonly requiredChecks: Known<readonly RequiredCheck[]>;
  readonly reviews: Known<ReviewDemands>;
  /** Who may merge without the checks, in words: `administrators`, `team 7`. */
  readonly bypass: Known<readonly string[]>;
  readonly forcePush: Known<boolean>;
  /** Kinds of rules that hold for the ledger's branch: `update`, `deletion` … */
  readonly ledgerRules: Known<readonly string[]>;
  /** Active rulesets for tags: which tags, by GitHub's patterns (`~ALL`, `refs/tags/*@v*`), and kinds of rules. */
  readonly tagRules: Known<readonly { readonly patterns: readonly string[]; readonly kinds: readonly string[] }[]>;
  readonly workflowToken: Known<{ readonly mayWrite: boolean; readonly mayApprove: boolean }>;
  /** Names of secrets that jobs get. */
  readonly secrets: Known<readonly string[]>;
  /** `free`, `team`, `enterprise` … */
  readonly plan: Known<string>;
}
