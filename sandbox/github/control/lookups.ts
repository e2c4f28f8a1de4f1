import type { WorkflowRun } from "../run-state.ts";
import type { Account, App, CheckRun, Pull, Repository, Review } from "../state.ts";
import type { World } from "../world.ts";
import type { Files } from "./control.ts";

/** Finds what a control call names. @throws Error that says what is missing */
export function lookUpAccount(world: World, login: string): Account {
  return must(world.accounts.get(login.toLowerCase()), `account ${login}`);
}

export function lookUpApp(world: World, slug: string): App {
  return must(
    [...world.apps.values()].find((app) => app.slug === slug),
    `App ${slug}`,
  );
}

export function lookUpRepository(world: World, name: string): Repository {
  return must(world.repositories.get(name.toLowerCase()), `repository ${name}`);
}

export function lookUpPull(repository: Repository, number: number): Pull {
  return must(repository.pulls.get(number), `pull request ${String(number)} of ${repository.name}`);
}

export function lookUpRun(repository: Repository, id: number): WorkflowRun {
  return must(repository.runs.get(id), `workflow run ${String(id)} of ${repository.name}`);
}

export function lookUpCheckRun(repository: Repository, id: number): CheckRun {
  return must(repository.checkRuns.get(id), `check run ${String(id)} of ${repository.name}`);
}

export function lookUpReview(repository: Repository, id: number): Review {
  return must(repository.reviews.get(id), `review ${String(id)} of ${repository.name}`);
}

/** Text as UTF-8, `{ base64 }` as the bytes that it stands for. */
export function toBytes(content: string | { readonly base64: string }): Buffer {
  return typeof content === "string" ? Buffer.from(content) : Buffer.from(content.base64, "base64");
}

export function toChanges(files: Files): ReadonlyMap<string, Buffer | null> {
  return new Map(Object.entries(files).map(([path, content]) => [path, content === null ? null : toBytes(content)]));
}

function must<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`The fake GitHub has no ${what}.`);
  return value;
}
