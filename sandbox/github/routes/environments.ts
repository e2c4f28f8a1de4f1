import { z } from "zod";
import { ApiError } from "../api-error.ts";
import { nodeId } from "../render/account.ts";
import { apiUrl, htmlUrl } from "../render/repository.ts";
import type { Environment, ProtectionRule } from "../rules/environment.ts";
import { created, found, NO_CONTENT, numberParam, ok, type RepositoryContext, type Route } from "../server/context.ts";
import { countedReply } from "../server/paginate.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Json } from "../state.ts";
import { ensureEnvironment } from "../workflows/environments.ts";
import { newId } from "../world.ts";

const NewRule = z.object({ integration_id: z.number().int() });
const RULES = "/environments/{environment_name}/deployment_protection_rules";

/** Routes of environments and of the Apps that guard them. */
export function environmentRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/environments", ["actions:read"], (context) =>
      countedReply(context, "environments", [...context.repository.environments.values()], (one) =>
        renderEnvironment(context, one),
      ),
    ),
    repositoryRoute("GET", "/environments/{environment_name}", ["actions:read"], (context) =>
      ok(renderEnvironment(context, environmentOf(context))),
    ),
    repositoryRoute("PUT", "/environments/{environment_name}", ["administration:write"], (context) => {
      const environment = ensureEnvironment(context.world, context.repository, context.param("environment_name"));
      return ok(renderEnvironment(context, environment));
    }),
    repositoryRoute("DELETE", "/environments/{environment_name}", ["administration:write"], (context) => {
      context.repository.environments.delete(environmentOf(context).name.toLowerCase());
      return NO_CONTENT;
    }),
    repositoryRoute("GET", RULES, ["actions:read"], (context) => {
      const rules = [...environmentOf(context).rules.values()];
      return ok({
        total_count: rules.length,
        custom_deployment_protection_rules: rules.map((rule) => renderRule(context, rule)),
      });
    }),
    repositoryRoute("POST", RULES, ["administration:write"], (context) => {
      const environment = environmentOf(context);
      const app = context.world.apps.get(context.body(NewRule).integration_id);
      if (app === undefined) throw new ApiError(422, "Validation Failed");
      const rule = { id: newId(context.world), app };
      environment.rules.set(rule.id, rule);
      return created(renderRule(context, rule));
    }),
    repositoryRoute("DELETE", `${RULES}/{protection_rule_id}`, ["administration:write"], (context) => {
      const { rules } = environmentOf(context);
      const id = numberParam(context, "protection_rule_id");
      found(rules.get(id));
      rules.delete(id);
      return NO_CONTENT;
    }),
  ];
}

function environmentOf(context: RepositoryContext): Environment {
  return found(context.repository.environments.get(context.param("environment_name").toLowerCase()));
}

function renderEnvironment({ world, repository }: RepositoryContext, environment: Environment): Json {
  const { id, name, createdAt, rules } = environment;
  return {
    id,
    node_id: nodeId("EN", id),
    name,
    url: `${apiUrl(world, repository)}/environments/${encodeURIComponent(name)}`,
    html_url: `${htmlUrl(world, repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
    created_at: createdAt,
    updated_at: createdAt,
    protection_rules: [...rules.values()].map((rule) => ({
      id: rule.id,
      node_id: nodeId("GA", rule.id),
      type: "custom",
    })),
    deployment_branch_policy: null,
  };
}

function renderRule({ world }: RepositoryContext, { id, app }: ProtectionRule): Json {
  return {
    id,
    node_id: nodeId("GA", id),
    enabled: true,
    app: {
      id: app.id,
      slug: app.slug,
      integration_url: `${world.origin}/apps/${app.slug}`,
      node_id: nodeId("A", app.id),
    },
  };
}
