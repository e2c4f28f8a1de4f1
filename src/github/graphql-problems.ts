/** What GraphQL said instead of an answer. */
export interface GraphqlProblems {
  /** Something is not as the request expected it any more. */
  readonly stale: boolean;
  /** GitHub's own words: foreign text. */
  readonly text: string;
}

/** The errors of a GraphQL answer; `undefined` for every other error. */
export function graphqlProblems(error: unknown): GraphqlProblems | undefined {
  const errors = property(error, "errors");
  if (!Array.isArray(errors)) return undefined;
  const texts = errors.map((problem: unknown) => String(property(problem, "message")));
  return {
    stale: errors.some((problem: unknown) => property(problem, "type") === "STALE_DATA"),
    text: texts.join("; "),
  };
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
}
