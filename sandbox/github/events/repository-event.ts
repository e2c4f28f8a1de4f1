import { renderAccount } from "../render/account.ts";
import { renderRepository } from "../render/repository.ts";
import type { Account, Json, Repository } from "../state.ts";
import type { World } from "../world.ts";

/** Sends an event about a repository with the parts that all such payloads share, and starts the workflows of it. */
export function emitRepositoryEvent(
  world: World,
  repository: Repository,
  { name, sender, payload }: { name: string; sender: Account; payload: Json },
): void {
  const organization =
    repository.owner.type === "Organization" ? { organization: renderOrganization(world, repository.owner) } : {};
  world.emit({
    name,
    repository,
    payload: {
      ...payload,
      repository: renderRepository(world, repository),
      ...organization,
      sender: renderAccount(world, sender),
    },
  });
  // one after the other, so that workflow runs come in the order of their events
  world.followUps = world.followUps.then(() => world.startWorkflows({ name, repository, sender, payload }));
}

function renderOrganization(world: World, account: Account): Json {
  const { login, id, node_id, avatar_url } = renderAccount(world, account);
  const url = `${world.origin}/orgs/${account.login}`;
  return {
    login,
    id,
    node_id,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url,
    description: "",
  };
}
