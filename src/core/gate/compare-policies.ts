import type { ChosenMetric, ModelPlan, Project } from "../config/project-config.ts";
import type { Entitled, EnvironmentPlan } from "../config/promotion-plan.ts";
import { formatGate } from "./format-gate.ts";
import type { GateNode } from "./gate-node.ts";
import type { GateRuleName } from "./gate-rules.ts";
import type { PolicyChange } from "./promotion-facts.ts";

const NOBODY: Entitled = { users: [], teams: [], permission: undefined };

/**
 * Environments whose rules differ between two configurations, in the order of the old one. A model or an environment that
 * goes away loses its rules; one that is new had none. What rules take from the rest of a model, as the margin of a metric,
 * is a part of them.
 */
export function comparePolicies(before: Project | undefined, after: Project | undefined): PolicyChange[] {
  const [old, fresh] = [index(before), index(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key): PolicyChange[] => {
    const [left, right] = [old.get(key), fresh.get(key)];
    const head = { model: (left ?? right)?.model.name ?? "", environment: (left ?? right)?.plan.name ?? "" };
    const people = { before: listEntitled(left?.plan.rollback.by), after: listEntitled(right?.plan.rollback.by) };
    const entitled = people.before === people.after ? {} : { entitled: people };
    return [
      ...compareGates(left, right, { ...head, which: "gate" }),
      ...compareGates(left, right, { ...head, which: "rollback", ...entitled }),
    ];
  });
}

interface Rules {
  readonly model: ModelPlan;
  readonly plan: EnvironmentPlan;
}

function compareGates(
  left: Rules | undefined,
  right: Rules | undefined,
  head: Pick<PolicyChange, "model" | "environment" | "which" | "entitled">,
): PolicyChange[] {
  const gateOf = (rules: Rules | undefined) => (head.which === "gate" ? rules?.plan.gate : rules?.plan.rollback.gate);
  const gates = { before: gateOf(left), after: gateOf(right) };
  const given = { before: describeGiven(left?.model, gates.before), after: describeGiven(right?.model, gates.before) };
  // Where the rules themselves are gone, nothing is left that could take anything from the model.
  const differs = gates.after !== undefined && given.before !== given.after;
  if (sameGate(gates.before, gates.after) && head.entitled === undefined && !differs) return [];
  return [{ ...head, ...gates, ...(differs ? { given } : {}) }];
}

const READ_METRICS: readonly GateRuleName[] = ["metric", "slices", "evidence"];

/** One line with everything that some rule of a tree takes from the model and not from its own options. */
function describeGiven(model: ModelPlan | undefined, gate: GateNode | undefined): string {
  if (model === undefined || gate === undefined) return "";
  const rules = rulesOf(gate);
  const describe = ({ name, direction, margin }: ChosenMetric) => `${name} (${direction}, margin ${String(margin)})`;
  const contracts = model.data.filter(({ contract }) => contract !== undefined).map(({ key, name }) => key ?? name);
  return [
    ...(READ_METRICS.some((rule) => rules.has(rule))
      ? [`primary-metric ${describe(model.primaryMetric)}`, `metrics ${model.metrics.map(describe).join(", ")}`]
      : []),
    ...(rules.has("data-contract") ? [`contracts of ${contracts.join(", ")}`] : []),
  ].join("; ");
}

function rulesOf(node: GateNode): ReadonlySet<GateRuleName> {
  if (node.kind === "rule") return new Set([node.rule]);
  const nodes = node.kind === "not" ? [node.node] : node.nodes;
  return new Set(nodes.flatMap((part) => [...rulesOf(part)]));
}

function index(project: Project | undefined): ReadonlyMap<string, Rules> {
  const entries = (project?.models ?? []).flatMap((model) =>
    model.environments.map((plan): [string, Rules] => [`${model.name}/${plan.name}`, { model, plan }]),
  );
  return new Map(entries);
}

function sameGate(left: GateNode | undefined, right: GateNode | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return JSON.stringify(formatGate(left)) === JSON.stringify(formatGate(right));
}

/** `ana, acme/ml-owners, everybody with maintain permission`. */
function listEntitled({ users, teams, permission }: Entitled = NOBODY): string {
  const names = [...users, ...teams, ...(permission === undefined ? [] : [`everybody with ${permission} permission`])];
  return names.length === 0 ? "nobody" : names.join(", ");
}
