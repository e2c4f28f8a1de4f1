import { renderAccount } from "../render/account.ts";
import { renderRepository } from "../render/repository.ts";
import type { Account, App, Json, Repository } from "../state.ts";
import type { World } from "../world.ts";

/** Sends an event about a repository to one App alone, where it is installed there and subscribed. */
export function emitToInstallation(
  world: World,
  repository: Repository,
  app: App,
  { name, sender, payload }: { readonly name: string; readonly sender: Account; readonly payload: Json },
): void {
  for (const installation of world.installations.values()) {
    if (installation.app.id !== app.id || installation.account.id !== repository.owner.id) continue;
    if (installation.repositoryIds !== undefined && !installation.repositoryIds.has(repository.id)) continue;
    if (!installation.events.includes(name)) continue;
    world.emit({
      name,
      repository,
      installation,
      payload: { ...payload, repository: renderRepository(world, repository), sender: renderAccount(world, sender) },
    });
  }
}
