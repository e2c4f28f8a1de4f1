import type { AppIdentity } from "./app-identity.ts";

/** The parts of a commit, as GitHub lists it, that say who made it. */
export interface CommitOrigin {
  readonly author?: { readonly login?: string | undefined } | null | undefined;
  readonly committer?: { readonly login?: string | undefined } | null | undefined;
  readonly commit: { readonly verification?: { readonly verified: boolean } | undefined };
}

/** GitHub's account for what it commits itself. */
const WEB = "web-flow";

/**
 * Whether the App made a commit by GitHub's API: GitHub signs such a commit itself, under the App's own account. The name
 * in a commit proves nothing, anybody can write it; the signature is what GitHub vouches for. It vouches for the committer:
 * with a key of their own anybody signs as themselves what says that the App is its author, and that is verified as well.
 */
export function isOwnCommit({ author, committer, commit }: CommitOrigin, self: AppIdentity): boolean {
  // A verified committer without an account is GitHub's own address on a server that has no account for it.
  const signer = committer?.login ?? WEB;
  return (
    author?.login === self.login && commit.verification?.verified === true && (signer === WEB || signer === self.login)
  );
}
