import type { InvalidAliasFile } from "../../core/gate/promotion-facts.ts";

/** One alias that a pull request moves. */
export interface AliasChange {
  readonly model: string;
  readonly environment: string;
  /** The holder on the base branch now; undefined: nothing holds it. */
  readonly from: number | undefined;
  /** Undefined: the alias is taken away. */
  readonly to: number | undefined;
}

/** What a pull request does to the alias files. */
export interface AliasChanges {
  /** In the order of the files, of a file in its order. */
  readonly changes: readonly AliasChange[];
  /** Files that cannot be judged, so that nothing of them may be merged. */
  readonly invalid: readonly InvalidAliasFile[];
  /** Files in the folder of aliases that the pull request touches. */
  readonly paths: readonly string[];
}
