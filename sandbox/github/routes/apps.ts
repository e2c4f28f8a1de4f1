import { z } from "zod";
import { ApiError, notFound } from "../api-error.ts";
import type { Delivery } from "../events/delivery.ts";
import { mintInstallationToken, renderInstallation, renderOwnApp } from "../operations/apps.ts";
import { renderRepository } from "../render/repository.ts";
import { type Context, created, found, NO_CONTENT, numberParam, ok, type Route } from "../server/context.ts";
import { countedReply, pageReply } from "../server/paginate.ts";
import { route } from "../server/route.ts";
import type { App, Installation, Json, Permissions } from "../state.ts";
import type { World } from "../world.ts";

const LEVEL = z.enum(["read", "write", "admin"]);
const TokenWish = z.object({
  repositories: z.array(z.string()).max(500).optional(),
  repository_ids: z.array(z.number().int()).max(500).optional(),
  permissions: z.record(z.string(), LEVEL).optional(),
});
const HookConfig = z.object({ url: z.string().optional(), secret: z.string().optional() });

/** Routes of Apps themselves: identity, installations, tokens, webhook configuration and deliveries. */
export function appRoutes(redeliver: (delivery: Delivery) => Delivery): readonly Route[] {
  return [
    route("GET", "/app", "app", (context) => ok(renderOwnApp(context.world, appIn(context)))),
    route("GET", "/app/installations", "app", (context) =>
      pageReply(context, installationsOf(context), (one) => renderInstallation(context.world, one)),
    ),
    route("GET", "/app/installations/{installation_id}", "app", (context) =>
      ok(renderInstallation(context.world, ownInstallation(context))),
    ),
    route("POST", "/app/installations/{installation_id}/access_tokens", "app", createToken),
    route("GET", "/app/hook/config", "app", (context) => ok(renderHookConfig(appIn(context)))),
    route("PATCH", "/app/hook/config", "app", (context) => {
      const app = appIn(context);
      const { url, secret } = context.body(HookConfig);
      if (url !== undefined) app.webhookUrl = url;
      if (secret !== undefined) app.webhookSecret = secret;
      return ok(renderHookConfig(app));
    }),
    route("GET", "/app/hook/deliveries", "app", (context) => {
      const all = context.world.deliveries.filter(({ app }) => app.id === appIn(context).id).reverse();
      const wanted = context.url.searchParams.get("status");
      const kept = wanted === null ? all : all.filter(({ status }) => (status === "OK") === (wanted === "success"));
      return pageReply(context, kept, renderDelivery);
    }),
    route("GET", "/app/hook/deliveries/{delivery_id}", "app", (context) =>
      ok(renderFullDelivery(ownDelivery(context))),
    ),
    route("POST", "/app/hook/deliveries/{delivery_id}/attempts", "app", (context) => {
      redeliver(ownDelivery(context));
      return { status: 202, body: {} };
    }),
    route("GET", "/installation/repositories", "none", listInstallationRepositories),
    route("DELETE", "/installation/token", "none", (context) => {
      if (context.caller.kind !== "installation") throw new ApiError(401, "Bad credentials");
      context.world.tokens.delete(context.headers.authorization?.split(" ")[1] ?? "");
      return NO_CONTENT;
    }),
    repositoryInstallation(),
    ...["/orgs/{org}/installation", "/users/{username}/installation"].map((template) =>
      route("GET", template, "app", (context) => {
        const login = context.param(template.startsWith("/orgs") ? "org" : "username").toLowerCase();
        const one = installationsOf(context).find(({ account }) => account.login.toLowerCase() === login);
        return ok(renderInstallation(context.world, found(one)));
      }),
    ),
  ];
}

/** Asked with a JWT, which sees a repository only through its own installation. */
function repositoryInstallation(): Route {
  const template = "/repos/{owner}/{repo}/installation";
  return route("GET", template, "app", (context) => {
    const repository = found(
      context.world.repositories.get(`${context.param("owner")}/${context.param("repo")}`.toLowerCase()),
    );
    const one = installationsOf(context).find(
      ({ account, repositoryIds }) => account.id === repository.owner.id && (repositoryIds?.has(repository.id) ?? true),
    );
    return ok(renderInstallation(context.world, found(one)));
  });
}

function appIn({ caller }: Context): App {
  if (caller.kind !== "app") throw new ApiError(401, "A JSON web token could not be decoded");
  return caller.app;
}

function installationsOf(context: Context): readonly Installation[] {
  const app = appIn(context);
  return [...context.world.installations.values()].filter((one) => one.app.id === app.id);
}

function ownInstallation(context: Context): Installation {
  const id = numberParam(context, "installation_id");
  return found(installationsOf(context).find((one) => one.id === id));
}

function ownDelivery(context: Context): Delivery {
  const id = numberParam(context, "delivery_id");
  const app = appIn(context);
  return found(context.world.deliveries.find((delivery) => delivery.id === id && delivery.app.id === app.id));
}

function createToken(context: Context) {
  const { world } = context;
  const installation = ownInstallation(context);
  if (installation.suspendedAt !== undefined) throw new ApiError(403, "This installation has been suspended");
  const wish = context.rawBody.length === 0 ? {} : context.body(TokenWish);
  const repositoryIds = wantedRepositories(world, installation, wish);
  assertNoMore(installation.permissions, wish.permissions);
  const { token, expiresAt } = mintInstallationToken(world, installation, {
    repositoryIds,
    permissions: wish.permissions,
  });
  const selected = repositoryIds !== undefined || installation.repositoryIds !== undefined;
  return created({
    token,
    expires_at: expiresAt,
    permissions: wish.permissions ?? installation.permissions,
    repository_selection: selected ? "selected" : "all",
    ...(repositoryIds === undefined
      ? {}
      : { repositories: repositoryIds.map((id) => renderRepository(world, found(world.repositoriesById.get(id)))) }),
  });
}

function wantedRepositories(
  world: World,
  installation: Installation,
  { repositories, repository_ids }: z.infer<typeof TokenWish>,
): readonly number[] | undefined {
  if (repositories === undefined && repository_ids === undefined) return undefined;
  const named = (repositories ?? []).map(
    (name) => world.repositories.get(`${installation.account.login}/${name}`.toLowerCase())?.id,
  );
  return [...named, ...(repository_ids ?? [])].map((id) => {
    const covered = id !== undefined && (installation.repositoryIds?.has(id) ?? true);
    if (!covered || world.repositoriesById.get(id)?.owner.id !== installation.account.id) {
      throw new ApiError(
        422,
        "There is at least one repository that does not exist or is not accessible to the parent installation.",
      );
    }
    return id;
  });
}

const RANK = { read: 1, write: 2, admin: 3 } as const;

function assertNoMore(held: Permissions, wanted: Permissions | undefined): void {
  for (const [name, level] of Object.entries(wanted ?? {})) {
    const has = held[name];
    if (has === undefined || RANK[has] < RANK[level]) {
      throw new ApiError(422, "The permissions requested are not granted to this installation.");
    }
  }
}

function listInstallationRepositories(context: Context) {
  const { caller, world } = context;
  if (caller.kind !== "installation")
    throw new ApiError(
      403,
      "You must authenticate with an installation access token in order to list repositories for an installation.",
    );
  const { installation, repositoryIds } = caller;
  const all = [...world.repositories.values()].filter(
    ({ id, owner }) =>
      owner.id === installation.account.id &&
      (installation.repositoryIds?.has(id) ?? true) &&
      (repositoryIds?.has(id) ?? true),
  );
  return countedReply(context, "repositories", all, (one) => renderRepository(world, one));
}

function renderHookConfig({ webhookUrl }: App): Json {
  return { url: webhookUrl ?? "", content_type: "json", insecure_ssl: "0", secret: "********" };
}

function renderDelivery(delivery: Delivery): Json {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.durationSeconds,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function renderFullDelivery(delivery: Delivery): Json {
  if (delivery.status === "pending") throw notFound();
  return {
    ...renderDelivery(delivery),
    url: delivery.app.webhookUrl ?? "",
    request: { headers: delivery.requestHeaders, payload: delivery.payload },
    response: { headers: delivery.responseHeaders, payload: delivery.responseBody },
  };
}
