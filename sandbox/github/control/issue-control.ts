import { addComment } from "../operations/comments.ts";
import { openIssue, setLabels } from "../operations/issues.ts";
import type { Issue, Repository } from "../state.ts";
import type { World } from "../world.ts";
import type { Control } from "./control.ts";
import { lookUpAccount, lookUpPull, lookUpRepository } from "./lookups.ts";

type IssueControl = Pick<Control, "comment" | "createIssue" | "setLabels">;

/** What people do on issues, and on pull requests as far as those are issues too. */
export function createIssueControl(world: World): IssueControl {
  return {
    comment: async ({ repository: name, number, author, body }) => {
      const repository = lookUpRepository(world, name);
      const user = lookUpAccount(world, author);
      return {
        commentId: addComment(world, repository, lookUpIssue(repository, number), { user, app: undefined, body }).id,
      };
    },
    createIssue: async ({ repository: name, title, body, author }) => {
      const wish = { title, body: body ?? null, labels: [] };
      return { number: openIssue(world, lookUpRepository(world, name), wish, lookUpAccount(world, author)).number };
    },
    setLabels: async ({ repository: name, number, labels, author }) => {
      const repository = lookUpRepository(world, name);
      const actor = { account: lookUpAccount(world, author), startsWorkflows: true };
      await setLabels(world, repository, lookUpIssue(repository, number), labels, actor);
    },
  };
}

function lookUpIssue(repository: Repository, number: number): Issue {
  return repository.issues.get(number) ?? lookUpPull(repository, number);
}
