import type { PackageSources } from "./package-sources.ts";

/** What is known of a model from elsewhere than its card. */
export interface CardFacts {
  readonly model: string;
  /** `owner/name` of the repository. */
  readonly repository: string;
  /** As the workflow names it; wins over nothing: a card that says otherwise is refused. */
  readonly license: string | undefined;
  readonly sources: PackageSources;
  readonly commit: string;
}

/** Name of the test data in a card: evaluations know it by its content alone. */
export function testDataName(model: string): string {
  return `${model} test data`;
}
