import { gitRoutes } from "./quick-git-routes.ts";
import { issueRoutes } from "./quick-issue-routes.ts";
import { commitOnBranch, type QuickRepository } from "./quick-repository.ts";
import { ok, property, type QuickAnswer, type QuickRequest, type QuickRoute } from "./quick-route.ts";
import { runRoutes } from "./quick-run-routes.ts";

/** The requests that the App makes here, by method and path. Anything else is a mistake of the bench and says so. */
const ROUTES: readonly QuickRoute[] = [...gitRoutes(), ...runRoutes(), ...issueRoutes()];

/** What GitHub would answer; `undefined` where the request is none of those. */
export function answerQuickly(method: string, request: QuickRequest): QuickAnswer | undefined {
  for (const [wanted, pattern, handle] of ROUTES) {
    const match = wanted === method ? pattern.exec(request.path) : null;
    if (match !== null) return handle(request, match);
  }
  return undefined;
}

/** GraphQL's `createCommitOnBranch`, and `updateRefs` of one branch. */
export function answerMutation(repository: QuickRepository, input: unknown, app: string): QuickAnswer {
  const updates = property(input, "refUpdates");
  return Array.isArray(updates) ? moveRef(repository, updates[0]) : commit(repository, input, app);
}

function moveRef(repository: QuickRepository, update: unknown): QuickAnswer {
  const branch = String(property(update, "name")).replace("refs/heads/", "");
  if (repository.heads.get(branch) !== property(update, "beforeOid")) {
    return ok({ data: { updateRefs: null }, errors: [{ type: "UNPROCESSABLE", message: "The branch is elsewhere." }] });
  }
  repository.heads.set(branch, String(property(update, "afterOid")));
  return ok({ data: { updateRefs: { clientMutationId: null } } });
}

function commit(repository: QuickRepository, input: unknown, app: string): QuickAnswer {
  const branch = String(property(property(input, "branch"), "branchName"));
  if (repository.heads.get(branch) !== property(input, "expectedHeadOid")) {
    const message = "Expected branch to point to another commit.";
    return ok({ data: { createCommitOnBranch: null }, errors: [{ type: "STALE_DATA", message }] });
  }
  const additions = property(property(input, "fileChanges"), "additions");
  const files = new Map<string, string>();
  for (const addition of Array.isArray(additions) ? additions : []) {
    files.set(
      String(property(addition, "path")),
      Buffer.from(String(property(addition, "contents")), "base64").toString(),
    );
  }
  const message = String(property(property(input, "message"), "headline"));
  return ok({
    data: {
      createCommitOnBranch: { commit: { oid: commitOnBranch(repository, { branch, message, author: app }, files) } },
    },
  });
}
