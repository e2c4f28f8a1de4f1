import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

/** What lies at a path of a commit, as git has it: of a symbolic link the link, not what it points at. */
export interface Blob {
  readonly id: string;
  readonly bytes: number;
  /** Undefined: binary, longer than was asked for, a folder or a submodule. */
  readonly text: string | undefined;
}

/** What lies at some paths of one commit; a path that the commit does not have is left out. */
export type Blobs = ReadonlyMap<string, Blob>;

/** GitHub computes this many objects of one query without complaint. */
const MAX_OBJECTS = 100;

interface BlobQuestion {
  readonly commits: readonly string[];
  readonly paths: readonly string[];
  /** Longer texts are left out. */
  readonly maxBytes: number;
}

/**
 * Some files at some commits, in one call for each hundred. A commit that GitHub does not have any more is `undefined`, so
 * that nobody takes it for one without files.
 */
export async function readBlobs(
  octokit: Octokit,
  repository: Repository,
  { commits, paths, maxBytes }: BlobQuestion,
): Promise<ReadonlyMap<string, Blobs | undefined>> {
  const questions = [...new Set(commits)].flatMap((commit) => [
    { commit, path: undefined },
    ...paths.map((path) => ({ commit, path })),
  ]);
  const found = new Map<string, Map<string, Blob> | undefined>();
  for (let start = 0; start < questions.length; start += MAX_OBJECTS) {
    const part = questions.slice(start, start + MAX_OBJECTS);
    const answers = await ask(octokit, repository, part.map(toExpression));
    part.forEach(({ commit, path }, index) => {
      const blob = toBlob(answers[index], maxBytes);
      if (path === undefined) found.set(commit, blob === undefined ? undefined : new Map());
      else if (blob !== undefined) found.get(commit)?.set(path, blob);
    });
  }
  return found;
}

function toExpression({ commit, path }: { readonly commit: string; readonly path: string | undefined }): string {
  return path === undefined ? commit : `${commit}:${path}`;
}

/** Everything that comes from outside travels as a variable. */
async function ask(
  octokit: Octokit,
  { owner, repo }: Repository,
  expressions: readonly string[],
): Promise<readonly unknown[]> {
  const parameters = expressions.map((_, index) => `$e${String(index)}: String!`).join(", ");
  const fields = expressions.map(
    (_, index) =>
      `o${String(index)}: object(expression: $e${String(index)}) { oid ... on Blob { byteSize isBinary isTruncated text } }`,
  );
  const query = `query ($owner: String!, $name: String!, ${parameters}) {
  repository(owner: $owner, name: $name) { ${fields.join("\n")} }
}`;
  const variables = Object.fromEntries(expressions.map((expression, index) => [`e${String(index)}`, expression]));
  const answer: unknown = await octokit.graphql(query, { owner, name: repo, ...variables });
  const found = property(answer, "repository");
  return expressions.map((_, index) => property(found, `o${String(index)}`));
}

function toBlob(answer: unknown, maxBytes: number): Blob | undefined {
  const id = property(answer, "oid");
  if (typeof id !== "string") return undefined;
  const size = property(answer, "byteSize");
  const text = property(answer, "text");
  const bytes = typeof size === "number" ? size : 0;
  const whole = property(answer, "isBinary") !== true && property(answer, "isTruncated") !== true && bytes <= maxBytes;
  return { id, bytes, text: whole && typeof text === "string" ? text : undefined };
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
}
