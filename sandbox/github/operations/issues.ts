import { emitRepositoryEvent } from "../events/repository-event.ts";
import { renderIssue, renderLabel } from "../render/pull.ts";
import type { Account, Issue, Label, Repository } from "../state.ts";
import { newId, timestamp, type World } from "../world.ts";
import { type Actor, announce } from "./pulls.ts";

/** The label of that name; one that nobody made comes to exist when it is first put on something. */
export function ensureLabel(
  world: World,
  repository: Repository,
  name: string,
  { color, description }: { color: string; description: string | null } = { color: "ededed", description: null },
): Label {
  const known = repository.labels.get(name.toLowerCase());
  if (known !== undefined) return known;
  const label: Label = { id: newId(world), name, color, description };
  repository.labels.set(name.toLowerCase(), label);
  return label;
}

/** Opens an issue and sends `issues.opened`. */
export function openIssue(
  world: World,
  repository: Repository,
  { title, body, labels }: { title: string; body: string | null; labels: readonly string[] },
  user: Account,
): Issue {
  const at = timestamp(world);
  const issue: Issue = {
    id: newId(world),
    number: repository.nextNumber,
    user,
    createdAt: at,
    updatedAt: at,
    title,
    body,
    state: "open",
    labels: labels.map((name) => ensureLabel(world, repository, name)),
    closedAt: null,
    locked: false,
  };
  repository.nextNumber += 1;
  repository.issues.set(issue.number, issue);
  emitIssue(world, repository, issue, { action: "opened", sender: user });
  return issue;
}

/** Sends `issues.<action>`. */
export function emitIssue(
  world: World,
  repository: Repository,
  issue: Issue,
  { action, sender }: { action: "opened" | "closed" | "edited"; sender: Account },
): void {
  const payload = {
    action,
    issue: renderIssue(world, repository, issue),
    ...(action === "edited" ? { changes: {} } : {}),
  };
  emitRepositoryEvent(world, repository, { name: "issues", sender, payload });
}

/** Puts exactly these labels on an issue or pull request; a pull request tells of each that came or went. */
export async function setLabels(
  world: World,
  repository: Repository,
  issue: Issue,
  names: readonly string[],
  actor: Actor,
): Promise<void> {
  const before = issue.labels;
  issue.labels = [...new Map(names.map((name) => [name.toLowerCase(), ensureLabel(world, repository, name)])).values()];
  const pull = repository.pulls.get(issue.number);
  const added = issue.labels.filter((label) => !before.includes(label)).map((label) => ["labeled", label] as const);
  const removed = before.filter((label) => !issue.labels.includes(label)).map((label) => ["unlabeled", label] as const);
  for (const [action, label] of [...added, ...removed]) {
    issue.updatedAt = timestamp(world);
    if (pull === undefined) continue;
    await announce(world, repository, pull, action, actor, { label: renderLabel(world, repository, label) });
  }
}
