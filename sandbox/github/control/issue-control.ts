import { addComment } from "../operations/comments.ts";
import { editIssue, openIssue, setLabels } from "../operations/issues.ts";
import { closePull, editPull, reopenPull } from "../operations/pulls.ts";
import type { Issue, Repository } from "../state.ts";
import type { World } from "../world.ts";
import type { Control } from "./control.ts";
import { lookUpAccount, lookUpPull, lookUpRepository } from "./lookups.ts";

type IssueControl = Pick<Control, "comment" | "createIssue" | "editIssue" | "setLabels">;

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
      const wish = { title, body: body ?? null, labels: [], assignees: [] };
      return { number: openIssue(world, lookUpRepository(world, name), wish, lookUpAccount(world, author)).number };
    },
    editIssue: async ({ repository: name, number, author, ...change }) => {
      const repository = lookUpRepository(world, name);
      const account = lookUpAccount(world, author);
      const issue = lookUpIssue(repository, number);
      const pull = repository.pulls.get(number);
      if (pull === undefined) return editIssue(world, repository, issue, change, account);
      const actor = { account, startsWorkflows: true };
      await editPull(world, repository, pull, { title: change.title, body: change.body }, actor);
      if (change.state === "closed") await closePull(world, repository, pull, account);
      if (change.state === "open") await reopenPull(world, repository, pull, actor);
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
