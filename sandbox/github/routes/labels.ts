import { z } from "zod";
import { validationFailed } from "../api-error.ts";
import { ensureLabel, setLabels } from "../operations/issues.ts";
import { renderLabel } from "../render/pull.ts";
import { created, found, NO_CONTENT, ok, type RepositoryContext, type Route } from "../server/context.ts";
import { pageReply } from "../server/paginate.ts";
import { pusherOf } from "../server/pusher.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Issue } from "../state.ts";
import { issueOf } from "./issues.ts";
import { LabelName } from "./label-name.ts";

const Labels = z
  .union([z.object({ labels: z.array(LabelName) }), z.array(LabelName)])
  .transform((wish) => (Array.isArray(wish) ? wish : wish.labels));
const NewLabel = z.object({
  name: z.string().max(50),
  color: z.string().default("ededed"),
  description: z.string().max(100).nullish(),
});

const READ = ["issues:read", "pull_requests:read"] as const;
const WRITE = ["issues:write", "pull_requests:write"] as const;

/** Routes of labels, and of those on an issue or a pull request. */
export function labelRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/labels", READ, (context) =>
      pageReply(context, [...context.repository.labels.values()], (label) =>
        renderLabel(context.world, context.repository, label),
      ),
    ),
    repositoryRoute("POST", "/labels", WRITE, (context) => {
      const wish = context.body(NewLabel);
      if (context.repository.labels.has(wish.name.toLowerCase()))
        throw validationFailed("Label", "name", "already_exists");
      const label = ensureLabel(context.world, context.repository, wish.name, {
        color: wish.color,
        description: wish.description ?? null,
      });
      return created(renderLabel(context.world, context.repository, label));
    }),
    repositoryRoute("GET", "/labels/{name}", READ, (context) => {
      const label = found(context.repository.labels.get(context.param("name").toLowerCase()));
      return ok(renderLabel(context.world, context.repository, label));
    }),
    repositoryRoute("GET", "/issues/{issue_number}/labels", READ, (context) => labelsReply(context, issueOf(context))),
    repositoryRoute("POST", "/issues/{issue_number}/labels", WRITE, async (context) => {
      const issue = issueOf(context);
      await relabel(context, issue, [...issue.labels.map(({ name }) => name), ...context.body(Labels)]);
      return labelsReply(context, issue);
    }),
    repositoryRoute("PUT", "/issues/{issue_number}/labels", WRITE, async (context) => {
      const issue = issueOf(context);
      await relabel(context, issue, context.body(Labels));
      return labelsReply(context, issue);
    }),
    repositoryRoute("DELETE", "/issues/{issue_number}/labels/{name}", WRITE, async (context) => {
      const issue = issueOf(context);
      const name = context.param("name").toLowerCase();
      found(issue.labels.find((label) => label.name.toLowerCase() === name));
      await relabel(
        context,
        issue,
        issue.labels.map((label) => label.name).filter((one) => one.toLowerCase() !== name),
      );
      return labelsReply(context, issue);
    }),
    repositoryRoute("DELETE", "/issues/{issue_number}/labels", WRITE, async (context) => {
      await relabel(context, issueOf(context), []);
      return NO_CONTENT;
    }),
  ];
}

function labelsReply({ world, repository }: RepositoryContext, issue: Issue) {
  return ok(issue.labels.map((label) => renderLabel(world, repository, label)));
}

async function relabel(context: RepositoryContext, issue: Issue, names: readonly string[]): Promise<void> {
  await setLabels(context.world, context.repository, issue, names, pusherOf(context));
}
