import type { ModelPlan } from "../../core/config/project-config.ts";
import { listEarlierHolders } from "../../core/deployment/earlier-holders.ts";
import { findLastGood } from "../../core/deployment/find-last-good.ts";
import { escapeMarkdown } from "../../core/report/escape-markdown.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { describeEntitled, isEntitled } from "../promotion/is-entitled.ts";
import { openRollbackPull } from "../registry/open-promotion-pull.ts";
import { readAliases } from "../registry/read-aliases.ts";
import { readRegistry } from "../registry/read-registry.ts";
import type { Workplace } from "../workplace.ts";
import type { CommentCommand } from "./comment-command.ts";
import { describeRequest } from "./describe-request.ts";
import { findTarget } from "./find-target.ts";

export const ROLLBACK: CommentCommand = {
  usage: "rollback [environment] [model] [to version]",
  meaning: "Opens the pull request that moves an alias back, to its last holder that served well if none is named.",
  place: "anywhere",
  entitled: "own",
  run: async (workplace, order) => {
    const target = await findTarget(workplace, order);
    if (typeof target === "string") return { kind: "confused", answer: target };
    const { plan, environment } = target;
    const { by } = environment.rollback;
    const { author } = order.comment;
    if (!(await isEntitled(workplace, by, { login: author, permission: order.permission }))) {
      const who = escapeMarkdown(describeEntitled(by), 500);
      const answer = `A rollback of ${formatCode(plan.name)} in ${formatCode(environment.name)} may be asked for by ${who}: key \`rollback.by\` says so.`;
      return { kind: "refused", answer };
    }
    const { defaultBranch } = order;
    const { version, earlier } =
      target.version === undefined
        ? await lookBack(workplace, plan, { environment: environment.name, defaultBranch })
        : { version: target.version, earlier: [] };
    if (version === undefined) {
      return { kind: "confused", answer: describeNoWayBack(plan.name, environment.name, earlier) };
    }
    const outcome = await openRollbackPull(workplace, {
      plan,
      environment: environment.name,
      version,
      defaultBranch,
      requestedBy: author,
    });
    const what = `moves ${formatCode(environment.name)} of ${formatCode(plan.name)} back to version ${String(version)}`;
    return describeRequest(outcome, what);
  },
};

/** The version that served well last before the one that the default branch names now, and what else could be named. */
async function lookBack(
  workplace: Workplace,
  { name }: Pick<ModelPlan, "name">,
  { environment, defaultBranch }: { readonly environment: string; readonly defaultBranch: string },
) {
  const { parsed } = await readAliases(workplace, name, defaultBranch);
  const holder = "aliases" in parsed ? parsed.aliases.get(environment) : undefined;
  const registry = await readRegistry(workplace, name);
  const alias = { environment, holder };
  return { version: findLastGood(registry, alias), earlier: listEarlierHolders(registry, alias) };
}

function describeNoWayBack(model: string, environment: string, earlier: readonly number[]): string {
  const nothing = `No earlier version of ${formatCode(model)} served ${formatCode(environment)} well, so there is nothing to go back to.`;
  const [first] = earlier;
  if (first === undefined) return nothing;
  const command = formatCode(`/pawl rollback ${environment} ${model} to ${String(first)}`);
  return `${nothing} What held it and failed since, or was never deployed, can be named: ${earlier.join(", ")}, as in ${command}.`;
}
