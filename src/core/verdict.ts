/** What a decision is: never a boolean, so that "cannot tell" has a place of its own. */
export type Verdict =
  | { readonly kind: "pass" }
  | { readonly kind: "fail"; readonly reasons: readonly string[] }
  | { readonly kind: "inconclusive"; readonly missing: readonly string[] };
