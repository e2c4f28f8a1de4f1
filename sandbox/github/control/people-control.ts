import { randomBytes } from "node:crypto";
import { installApp, mintUserToken, registerApp } from "../operations/apps.ts";
import { createAccount, newId, timestamp, type World } from "../world.ts";
import type { Control } from "./control.ts";
import { lookUpAccount, lookUpApp, lookUpRepository } from "./lookups.ts";

type PeopleControl = Pick<
  Control,
  "createUser" | "createOrganization" | "createTeam" | "createApp" | "setWebhookUrl" | "install" | "suspend"
>;

/** Users, organizations, teams, Apps and their installations. */
export function createPeopleControl(world: World): PeopleControl {
  return {
    createUser: async ({ login, name }) => {
      const user = createAccount(world, login, "User", name);
      return { login, id: user.id, token: mintUserToken(world, user) };
    },
    createOrganization: async ({ login }) => {
      const { id } = createAccount(world, login, "Organization");
      return { login, id };
    },
    createTeam: async ({ organization, slug, members }) => {
      const account = lookUpAccount(world, organization);
      const people = members.map((login) => [lookUpAccount(world, login).id, "member"] as const);
      world.teams.set(`${organization}/${slug}`.toLowerCase(), {
        id: newId(world),
        organization: account,
        slug,
        name: slug,
        members: new Map(people),
      });
      return { slug };
    },
    createApp: async (wish) => {
      const { app, privateKey } = registerApp(world, {
        name: wish.name,
        owner: lookUpAccount(world, wish.owner),
        permissions: wish.permissions,
        events: wish.events,
        webhookUrl: wish.webhookUrl,
        webhookSecret: wish.webhookSecret ?? randomBytes(20).toString("hex"),
      });
      const { id: appId, slug, clientId, webhookSecret, bot } = app;
      return { appId, slug, clientId, privateKey, webhookSecret, botLogin: bot.login };
    },
    setWebhookUrl: async ({ app, url }) => {
      lookUpApp(world, app).webhookUrl = url;
    },
    install: async ({ app, account, repositories }) => {
      const owner = lookUpAccount(world, account);
      const chosen = repositories?.map((name) =>
        lookUpRepository(world, name.includes("/") ? name : `${account}/${name}`),
      );
      const installation = installApp(world, { app: lookUpApp(world, app), account: owner, repositories: chosen });
      return { installationId: installation.id };
    },
    suspend: async ({ installationId, suspended }) => {
      const installation = world.installations.get(installationId);
      if (installation === undefined) throw new Error(`The fake GitHub has no installation ${String(installationId)}.`);
      installation.suspendedAt = suspended ? timestamp(world) : undefined;
    },
  };
}
