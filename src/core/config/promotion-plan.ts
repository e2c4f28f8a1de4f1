import type { GateNode } from "../gate/gate-node.ts";

/** Who may do something, by any of these. All empty: nobody. */
export interface Entitled {
  readonly users: readonly string[];
  /** `acme/ml-owners`. */
  readonly teams: readonly string[];
  /** This permission on the repository, or a higher one. */
  readonly permission: "write" | "maintain" | "admin" | undefined;
}

/** One alias of a model, as the configuration plans it. */
export interface EnvironmentPlan {
  readonly name: string;
  /** Whether registration opens the promotion pull request, or `/pawl promote` does. */
  readonly open: "auto" | "command";
  /** Undefined: no rules, so the gate is inconclusive. */
  readonly gate: GateNode | undefined;
  /** File name of the workflow in .github/workflows that is dispatched after the alias moved; undefined: none. */
  readonly workflow: string | undefined;
  /** What a failed deployment causes: a pull request that moves the alias back to the last good version, or nothing. */
  readonly onFailure: "rollback" | "nothing";
  readonly rollback: {
    readonly gate: GateNode | undefined;
    /** Who may ask for one, and confirm an alias that moved without a verdict. */
    readonly by: Entitled;
  };
  /** GitHub marks the deployment so. */
  readonly production: boolean;
  /** Which configuration it comes from; the organisation's is another file. */
  readonly from?: "organization" | "repository" | "model";
}

/** Where the policy in force was read; `undefined` text: there is none anywhere. */
export interface PolicySource {
  /** `.github/pawl.yml of main`, `.github/pawl.yml of acme/.github`. */
  readonly place: string;
  /** sha-256 of the file's bytes. */
  readonly digest: string;
}
