import type { Project } from "../config/project-config.ts";
import type { Entitled, EnvironmentPlan } from "../config/promotion-plan.ts";
import { formatGate } from "./format-gate.ts";
import type { GateNode } from "./gate-node.ts";
import type { PolicyChange } from "./promotion-facts.ts";

const NOBODY: Entitled = { users: [], teams: [], permission: undefined };

/**
 * Environments whose rules differ between two configurations, in the order of the old one. A model or an environment that
 * goes away loses its rules; one that is new had none.
 */
export function comparePolicies(before: Project | undefined, after: Project | undefined): PolicyChange[] {
  const [old, fresh] = [index(before), index(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key): PolicyChange[] => {
    const [left, right] = [old.get(key), fresh.get(key)];
    const model = (left ?? right)?.model ?? "";
    const environment = (left ?? right)?.plan.name ?? "";
    const head = { model, environment };
    const gates = { before: left?.plan.gate, after: right?.plan.gate };
    const back = { before: left?.plan.rollback.gate, after: right?.plan.rollback.gate };
    const people = { before: listEntitled(left?.plan.rollback.by), after: listEntitled(right?.plan.rollback.by) };
    const entitled = people.before === people.after ? {} : { entitled: people };
    return [
      ...(sameGate(gates.before, gates.after) ? [] : [{ ...head, which: "gate", ...gates } as const]),
      ...(sameGate(back.before, back.after) && people.before === people.after
        ? []
        : [{ ...head, which: "rollback", ...back, ...entitled } as const]),
    ];
  });
}

function index(project: Project | undefined) {
  const entries = (project?.models ?? []).flatMap(({ name, environments }) =>
    environments.map((plan): [string, { readonly model: string; readonly plan: EnvironmentPlan }] => [
      `${name}/${plan.name}`,
      { model: name, plan },
    ]),
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
