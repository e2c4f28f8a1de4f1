import type { AppIdentity } from "./app-identity.ts";

/** The parts of a commit, as GitHub lists it, that say who made it. */
export interface CommitOrigin {
  readonly author?: { readonly login?: string | undefined } | null | undefined;
  readonly commit: { readonly verification?: { readonly verified: boolean } | undefined };
}

/**
 * Whether the App made a commit by GitHub's API: GitHub signs such a commit itself, under the App's own account. The name
 * in a commit proves nothing, anybody can write it; the signature is what GitHub vouches for.
 */
export function isOwnCommit({ author, commit }: CommitOrigin, self: AppIdentity): boolean {
  return author?.login === self.login && commit.verification?.verified === true;
}
