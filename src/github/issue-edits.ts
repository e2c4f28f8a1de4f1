import { z } from "zod";
import type { TextEdit } from "../core/dashboard/attribute-edits.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

/** An issue's text and whose hands were at it, as of one moment. */
export interface EditedIssue {
  readonly body: string;
  /** In no order; of a long history its beginning and its end. */
  readonly edits: readonly TextEdit[];
}

const Editor = z.object({ login: z.string(), __typename: z.string().optional() }).nullish();
const Edits = z
  .object({ nodes: z.array(z.object({ editor: Editor, editedAt: z.string() }).nullish()).nullish() })
  .nullish();
const Answer = z.object({
  repository: z
    .object({
      issue: z
        .object({ body: z.string(), editor: Editor, lastEditedAt: z.string().nullish(), first: Edits, last: Edits })
        .nullish(),
    })
    .nullish(),
});

// GitHub's description does not say in which order edits come: the newest are at one of both ends.
const QUERY = `query ($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    issue(number: $number) {
      body
      editor { login __typename }
      lastEditedAt
      first: userContentEdits(first: 30) { nodes { editor { login __typename } editedAt } }
      last: userContentEdits(last: 30) { nodes { editor { login __typename } editedAt } }
    }
  }
}`;

/** Text and edits of an issue in one answer, so that both are of the same moment; `undefined` where there is none. */
export async function readEditedIssue(
  octokit: Octokit,
  { owner, repo }: Repository,
  number: number,
): Promise<EditedIssue | undefined> {
  const answer: unknown = await octokit.graphql(QUERY, { owner, name: repo, number });
  const issue = Answer.parse(answer).repository?.issue;
  if (issue === null || issue === undefined) return undefined;
  const listed = [...(issue.first?.nodes ?? []), ...(issue.last?.nodes ?? [])].flatMap((edit) =>
    edit === null || edit === undefined ? [] : [{ editor: loginOf(edit.editor), at: edit.editedAt }],
  );
  const { lastEditedAt } = issue;
  const last =
    lastEditedAt === null || lastEditedAt === undefined ? [] : [{ editor: loginOf(issue.editor), at: lastEditedAt }];
  return { body: issue.body, edits: listed.length > 0 ? listed : last };
}

/** GraphQL leaves out what REST puts behind the login of an App. */
function loginOf(editor: z.infer<typeof Editor>): string | undefined {
  if (editor === null || editor === undefined) return undefined;
  return editor.__typename === "Bot" && !editor.login.endsWith("[bot]") ? `${editor.login}[bot]` : editor.login;
}
