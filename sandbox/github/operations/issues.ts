import { emitRepositoryEvent } from "../events/repository-event.ts";
import { renderAccount } from "../render/account.ts";
import { renderIssue, renderLabel } from "../render/pull.ts";
import type { Account, Issue, Json, Label, Repository } from "../state.ts";
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

export interface NewIssue {
  readonly title: string;
  readonly body: string | null;
  readonly labels: readonly string[];
  readonly assignees: readonly Account[];
}

/** Opens an issue and sends `issues.opened`, and one event for each label and assignee, as GitHub does. */
export function openIssue(world: World, repository: Repository, wanted: NewIssue, user: Account): Issue {
  const at = timestamp(world);
  const issue: Issue = {
    id: newId(world),
    number: repository.nextNumber,
    user,
    createdAt: at,
    updatedAt: at,
    title: wanted.title,
    body: wanted.body,
    edits: [],
    state: "open",
    stateReason: null,
    labels: wanted.labels.map((name) => ensureLabel(world, repository, name)),
    assignees: [...wanted.assignees],
    closedAt: null,
    locked: false,
  };
  repository.nextNumber += 1;
  repository.issues.set(issue.number, issue);
  emitIssue(world, repository, issue, { action: "opened", sender: user });
  for (const label of issue.labels) {
    const extra = { label: renderLabel(world, repository, label) };
    emitIssue(world, repository, issue, { action: "labeled", sender: user, extra });
  }
  for (const assignee of issue.assignees) {
    const extra = { assignee: renderAccount(world, assignee) };
    emitIssue(world, repository, issue, { action: "assigned", sender: user, extra });
  }
  return issue;
}

export interface IssueChange {
  readonly title?: string | undefined;
  readonly body?: string | null | undefined;
  readonly state?: "open" | "closed" | undefined;
  readonly stateReason?: Issue["stateReason"] | undefined;
}

/** Changes an issue that is no pull request, and tells of what became different: `edited` with what was there before. */
export function editIssue(
  world: World,
  repository: Repository,
  issue: Issue,
  { title, body, state, stateReason }: IssueChange,
  sender: Account,
): void {
  const at = timestamp(world);
  const changes: Record<string, Json> = {};
  if (title !== undefined && title !== issue.title) {
    changes["title"] = { from: issue.title };
    issue.title = title;
  }
  if (body !== undefined && body !== issue.body) {
    changes["body"] = { from: issue.body ?? "" };
    issue.body = body;
    issue.edits.push({ editor: sender, at });
  }
  if (Object.keys(changes).length > 0) {
    issue.updatedAt = at;
    emitIssue(world, repository, issue, { action: "edited", sender, extra: { changes } });
  }
  if (state === undefined || state === issue.state) return;
  issue.updatedAt = at;
  issue.state = state;
  issue.closedAt = state === "closed" ? at : null;
  issue.stateReason = state === "closed" ? (stateReason ?? "completed") : "reopened";
  emitIssue(world, repository, issue, { action: state === "closed" ? "closed" : "reopened", sender });
}

/** Sends `issues.<action>`. */
export function emitIssue(
  world: World,
  repository: Repository,
  issue: Issue,
  { action, sender, extra = {} }: { action: IssueAction; sender: Account; extra?: Json },
): void {
  const payload = { action, issue: renderIssue(world, repository, issue), ...extra };
  emitRepositoryEvent(world, repository, { name: "issues", sender, payload });
}

type IssueAction = "opened" | "edited" | "closed" | "reopened" | "labeled" | "unlabeled" | "assigned" | "unassigned";

/** Gives an issue or pull request exactly these assignees, and tells of each who came or went. */
export async function setAssignees(
  world: World,
  repository: Repository,
  issue: Issue,
  wanted: readonly Account[],
  actor: Actor,
): Promise<void> {
  const before = issue.assignees;
  issue.assignees = [...new Set(wanted)];
  const came = issue.assignees.filter((one) => !before.includes(one)).map((one) => ["assigned", one] as const);
  const went = before.filter((one) => !issue.assignees.includes(one)).map((one) => ["unassigned", one] as const);
  for (const [action, assignee] of [...came, ...went]) {
    await tell(world, repository, issue, { action, actor, extra: { assignee: renderAccount(world, assignee) } });
  }
}

/** Puts exactly these labels on an issue or pull request, and tells of each that came or went. */
export async function setLabels(
  world: World,
  repository: Repository,
  issue: Issue,
  names: readonly string[],
  actor: Actor,
): Promise<void> {
  const before = issue.labels;
  issue.labels = [...new Map(names.map((name) => [name.toLowerCase(), ensureLabel(world, repository, name)])).values()];
  const added = issue.labels.filter((label) => !before.includes(label)).map((label) => ["labeled", label] as const);
  const removed = before.filter((label) => !issue.labels.includes(label)).map((label) => ["unlabeled", label] as const);
  for (const [action, label] of [...added, ...removed]) {
    await tell(world, repository, issue, { action, actor, extra: { label: renderLabel(world, repository, label) } });
  }
}

async function tell(
  world: World,
  repository: Repository,
  issue: Issue,
  {
    action,
    actor,
    extra,
  }: {
    readonly action: "labeled" | "unlabeled" | "assigned" | "unassigned";
    readonly actor: Actor;
    readonly extra: Json;
  },
): Promise<void> {
  issue.updatedAt = timestamp(world);
  const pull = repository.pulls.get(issue.number);
  if (pull === undefined) emitIssue(world, repository, issue, { action, sender: actor.account, extra });
  else await announce(world, repository, pull, action, actor, extra);
}
