import type http from "node:http";
import { ApiError } from "../github/api-error.ts";
import { addComment, addReview } from "../github/operations/comments.ts";
import { mergePull } from "../github/operations/merge-pull.ts";
import { fullName } from "../github/render/repository.ts";
import { roleOf } from "../github/server/context.ts";
import { readBody } from "../github/server/read-body.ts";
import type { Account, Pull, Repository } from "../github/state.ts";
import type { World } from "../github/world.ts";

/** What came of a button: where to go on, or a sentence to show on the page. */
export type ActResult = { readonly location: string } | { readonly notice: string; readonly as: string | undefined };

const LARGEST_FORM = 100_000;

/** Does what a form of a pull request's page asks for, in the name of the person that was chosen there. */
export async function actOnPull(
  world: World,
  request: http.IncomingMessage,
  { repository, pull }: { readonly repository: Repository; readonly pull: Pull },
): Promise<ActResult> {
  // Any page in the browser can send a form here; only this server's own pages may.
  if (request.headers.origin !== `http://${request.headers.host ?? ""}`) {
    return { notice: "Only the sandbox's own pages can do that.", as: undefined };
  }
  const bytes = await readBody(request);
  const form = new URLSearchParams(bytes.subarray(0, LARGEST_FORM).toString("utf8"));
  const as = form.get("as") ?? "";
  const person = listPeople(world, repository).find(({ login }) => login === as);
  if (person === undefined) return { notice: "Nobody of that name works on this repository.", as: undefined };
  try {
    await act(world, { repository, pull, person }, form);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { notice: error.message, as };
  }
  return { location: `/ui/${fullName(repository)}/pull/${String(pull.number)}?as=${encodeURIComponent(as)}` };
}

/** Everybody who has a role on the repository; whoever reads can review, and whoever writes can merge. */
export function listPeople(world: World, repository: Repository): readonly Account[] {
  return [...world.accountsById.values()].filter(
    ({ id, type }) => type === "User" && (id === repository.owner.id || repository.collaborators.has(id)),
  );
}

interface Doing {
  readonly repository: Repository;
  readonly pull: Pull;
  readonly person: Account;
}

async function act(world: World, { repository, pull, person }: Doing, form: URLSearchParams): Promise<void> {
  const body = (form.get("body") ?? "").replaceAll("\r\n", "\n").trim();
  switch (form.get("do")) {
    case "comment":
      if (body === "") throw new ApiError(422, "A comment needs words.");
      addComment(world, repository, pull, { user: person, app: undefined, body });
      return;
    case "approve":
      if (pull.state === "closed") throw new ApiError(422, "This pull request is closed.");
      if (person.id === pull.user.id) throw new ApiError(422, "Review Can not approve your own pull request");
      addReview(world, repository, pull, { user: person, body, state: "APPROVED", commitId: pull.headSha });
      return;
    case "merge": {
      if (!["write", "maintain", "admin"].includes(roleOf(repository, person))) {
        throw new ApiError(403, `${person.login} may not write to this repository.`);
      }
      const wish = { method: "merge", title: undefined, message: undefined, sha: undefined } as const;
      await mergePull(world, repository, pull, wish, { account: person, startsWorkflows: true });
      return;
    }
    default:
      throw new ApiError(422, "There is no such button.");
  }
}
