import type { RepositoryPermission } from "../core/gate/gate-facts.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound } from "./request-failure.ts";

/** From the least to the most. */
const ORDER = [
  "none",
  "read",
  "triage",
  "write",
  "maintain",
  "admin",
] as const satisfies readonly RepositoryPermission[];

/** What somebody may do on a repository; `none` where GitHub knows nobody of that name. A custom role is the role that it is built on. */
export async function readPermission(
  octokit: Octokit,
  { owner, repo }: Repository,
  username: string,
): Promise<RepositoryPermission> {
  try {
    const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({ owner, repo, username });
    // `permission` folds `maintain` into `write` and `triage` into `read`; `role_name` does not, but may be a custom role.
    const exact = ORDER.find((level) => level === data.role_name);
    return exact ?? ORDER.find((level) => level === data.permission) ?? "none";
  } catch (error) {
    if (isNotFound(error)) return "none";
    throw error;
  }
}
