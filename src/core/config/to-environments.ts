import type { GateNode } from "../gate/gate-node.ts";
import { GATE_RULE_NAMES } from "../gate/gate-rules.ts";
import { ApprovalsOptions } from "../gate/rules/approvals.ts";
import type { GateConfig } from "./gate-config.ts";
import type { EnvironmentConfig, PromotionConfig, RollbackConfig } from "./promotion-config.ts";
import type { Entitled, EnvironmentPlan } from "./promotion-plan.ts";

/** The policies that can speak about a model, the weakest first. */
export interface PromotionLayers {
  readonly organization: PromotionConfig | undefined;
  readonly repository: PromotionConfig | undefined;
  readonly model: PromotionConfig | undefined;
}

const ORDER = ["organization", "repository", "model"] as const;

/** Of each environment the strongest layer that has it, whole: rules of two layers are never mixed into a third policy. */
export function toEnvironments(layers: PromotionLayers): EnvironmentPlan[] {
  const plans = new Map<string, EnvironmentPlan>();
  for (const from of ORDER) {
    const layer = layers[from];
    for (const [name, environment] of Object.entries(layer?.environments ?? {})) {
      plans.set(name, toPlan(name, environment, { from, open: layer?.open }));
    }
  }
  // A model may say only how its pull requests are opened.
  const open = layers.model?.open;
  return [...plans.values()].map((plan) => (plan.from === "model" || open === undefined ? plan : { ...plan, open }));
}

function toPlan(
  name: string,
  environment: EnvironmentConfig,
  layer: { readonly from: (typeof ORDER)[number]; readonly open: "auto" | "command" | undefined },
): EnvironmentPlan {
  const { gate, rollback, workflow, production } = environment;
  return {
    name,
    open: environment.open ?? layer.open ?? "command",
    gate: gate === undefined ? undefined : toGateNode(gate),
    workflow,
    onFailure: environment["on-failure"],
    rollback: {
      gate: rollback.gate === undefined ? ONE_APPROVAL : toGateNode(rollback.gate),
      by: toEntitled(rollback),
    },
    production: production ?? name === "production",
    from: layer.from,
  };
}

/** At two in the morning there are two people at most: one asks, one approves. */
const ONE_APPROVAL: GateNode = {
  kind: "all",
  nodes: [{ kind: "rule", rule: "approvals", options: ApprovalsOptions.parse({}) }],
};

function toEntitled({ by }: RollbackConfig): Entitled {
  if (by === undefined) return { users: [], teams: [], permission: "write" };
  return { users: by.users, teams: by.teams, permission: by.permission };
}

/** Expects a tree that `checkGate` has no issue with. */
function toGateNode(config: GateConfig): GateNode {
  const name = config.name === undefined ? {} : { name: config.name };
  if (config.all !== undefined) return { kind: "all", ...name, nodes: config.all.map(toGateNode) };
  if (config.any !== undefined) return { kind: "any", ...name, nodes: config.any.map(toGateNode) };
  if (config.not !== undefined) return { kind: "not", ...name, node: toGateNode(config.not) };
  const rule = GATE_RULE_NAMES.find((candidate) => config[candidate] !== undefined);
  // Nothing that parses comes here; an empty list passes nothing.
  if (rule === undefined) return { kind: "all", ...name, nodes: [] };
  return { kind: "rule", ...name, rule, options: config[rule] };
}
