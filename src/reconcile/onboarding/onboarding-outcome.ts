/** What became of onboarding a repository. */
export type OnboardingOutcome =
  | { readonly kind: "opened" | "updated" | "kept"; readonly number: number }
  /** The default branch has a configuration. */
  | { readonly kind: "configured" }
  /** There was a pull request before, and it is over. */
  | { readonly kind: "over"; readonly number: number }
  /** People pushed to the branch, or opened a pull request from it. */
  | { readonly kind: "hands-off"; readonly number: number | undefined }
  /** One sentence that says what is in the way. */
  | { readonly kind: "unsuitable"; readonly reason: string }
  /** It is not this repository's turn yet, or somebody moved the branch meanwhile; nothing was written. */
  | { readonly kind: "later" };
