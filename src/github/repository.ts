/** A repository by its owner's login and its name. */
export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** `owner/name`, as GitHub writes it. */
export function formatRepository({ owner, repo }: Repository): string {
  return `${owner}/${repo}`;
}
