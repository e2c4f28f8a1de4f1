import { z } from "zod";
import { nodeId } from "../render/account.ts";
import { apiUrl, fullName, htmlUrl } from "../render/repository.ts";
import { bypassOf, type Ruleset, rulesetsOn } from "../rules/ruleset.ts";
import {
  actorOf,
  created,
  found,
  may,
  NO_CONTENT,
  numberParam,
  ok,
  type RepositoryContext,
  type Route,
} from "../server/context.ts";
import { pageReply } from "../server/paginate.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Json } from "../state.ts";
import { newId, timestamp } from "../world.ts";

const BypassWish = z.object({
  actor_id: z
    .number()
    .int()
    .nullish()
    .transform((id) => id ?? null),
  actor_type: z.enum(["Integration", "OrganizationAdmin", "RepositoryRole", "Team", "DeployKey", "User"]),
  bypass_mode: z.enum(["always", "pull_request", "exempt"]).default("always"),
});
const Patterns = z.array(z.string()).default([]);
const RulesetWish = z.object({
  name: z.string(),
  target: z.enum(["branch", "tag"]).default("branch"),
  enforcement: z.enum(["disabled", "active", "evaluate"]),
  bypass_actors: z.array(BypassWish).default([]),
  conditions: z
    .object({ ref_name: z.object({ include: Patterns, exclude: Patterns }) })
    .default({ ref_name: { include: [], exclude: [] } }),
  rules: z.array(z.object({ type: z.string(), parameters: z.record(z.string(), z.unknown()).optional() })).default([]),
});

/** Routes of rulesets, and of what they come to on one branch. */
export function rulesetRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/rules/branches/{branch}", ["metadata:read"], (context) => {
      const rules = rulesetsOn(context.repository, `refs/heads/${context.param("branch")}`).flatMap((ruleset) =>
        ruleset.rules.map((rule) => ({
          ...rule,
          ruleset_source_type: "Repository",
          ruleset_source: fullName(context.repository),
          ruleset_id: ruleset.id,
        })),
      );
      return pageReply(context, rules, (rule) => rule);
    }),
    repositoryRoute("GET", "/rulesets", ["metadata:read"], (context) =>
      pageReply(context, [...context.repository.rulesets.values()], (ruleset) => renderShort(context, ruleset)),
    ),
    repositoryRoute("POST", "/rulesets", ["administration:write"], (context) => {
      const at = timestamp(context.world);
      const ruleset = { id: newId(context.world), createdAt: at, updatedAt: at, ...readWish(context) };
      context.repository.rulesets.set(ruleset.id, ruleset);
      return created(renderWhole(context, ruleset));
    }),
    repositoryRoute("GET", "/rulesets/{ruleset_id}", ["metadata:read"], (context) =>
      ok(renderWhole(context, rulesetOf(context))),
    ),
    repositoryRoute("PUT", "/rulesets/{ruleset_id}", ["administration:write"], (context) => {
      const ruleset = rulesetOf(context);
      Object.assign(ruleset, readWish(context), { updatedAt: timestamp(context.world) });
      return ok(renderWhole(context, ruleset));
    }),
    repositoryRoute("DELETE", "/rulesets/{ruleset_id}", ["administration:write"], (context) => {
      context.repository.rulesets.delete(rulesetOf(context).id);
      return NO_CONTENT;
    }),
  ];
}

function rulesetOf(context: RepositoryContext): Ruleset {
  return found(context.repository.rulesets.get(numberParam(context, "ruleset_id")));
}

function readWish(context: RepositoryContext): Omit<Ruleset, "id" | "createdAt" | "updatedAt"> {
  const { name, target, enforcement, bypass_actors, conditions, rules } = context.body(RulesetWish);
  return { name, target, enforcement, bypassActors: bypass_actors, ...conditions.ref_name, rules };
}

function renderShort(context: RepositoryContext, ruleset: Ruleset): Json {
  const { world, repository } = context;
  return {
    id: ruleset.id,
    name: ruleset.name,
    target: ruleset.target,
    source_type: "Repository",
    source: fullName(repository),
    enforcement: ruleset.enforcement,
    node_id: nodeId("RRS", ruleset.id),
    _links: {
      self: { href: `${apiUrl(world, repository)}/rulesets/${String(ruleset.id)}` },
      html: { href: `${htmlUrl(world, repository)}/rules/${String(ruleset.id)}` },
    },
    created_at: ruleset.createdAt,
    updated_at: ruleset.updatedAt,
  };
}

const CAN_BYPASS = { never: "never", pull_request: "pull_requests_only", always: "always" } as const;

/** Who may bypass is shown to those alone who may change the ruleset. */
function renderWhole(context: RepositoryContext, ruleset: Ruleset): Json {
  const { world, repository, caller } = context;
  const mayChange = may(context, repository, ["administration:write"]);
  const bypass = caller.kind === "anonymous" ? "never" : bypassOf(world, repository, ruleset, actorOf(context));
  return {
    ...renderShort(context, ruleset),
    conditions: { ref_name: { include: ruleset.include, exclude: ruleset.exclude } },
    rules: ruleset.rules,
    ...(mayChange ? { bypass_actors: ruleset.bypassActors } : {}),
    current_user_can_bypass: CAN_BYPASS[bypass],
  };
}
