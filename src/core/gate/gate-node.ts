import type { GateRuleName } from "./gate-rules.ts";

/** A policy as it was parsed: a tree at most five deep, whose leaves are rules with their options. */
export type GateNode =
  | { readonly kind: "all" | "any"; readonly name?: string | undefined; readonly nodes: readonly GateNode[] }
  | { readonly kind: "not"; readonly name?: string | undefined; readonly node: GateNode }
  /** `options` was parsed by the rule's own schema. */
  | {
      readonly kind: "rule";
      readonly name?: string | undefined;
      readonly rule: GateRuleName;
      readonly options: unknown;
    };
