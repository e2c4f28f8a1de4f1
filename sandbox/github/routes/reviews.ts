import { z } from "zod";
import { ApiError } from "../api-error.ts";
import { addReview, emitReview } from "../operations/comments.ts";
import { renderReview } from "../render/pull.ts";
import { actorOf, found, numberParam, ok, type RepositoryContext, type Route } from "../server/context.ts";
import { pageReply } from "../server/paginate.ts";
import { repositoryRoute } from "../server/route.ts";
import { assertBodyFits } from "../text-limits.ts";
import { pullOf } from "./pulls.ts";

const NewReview = z.object({
  body: z.string().default(""),
  event: z.enum(["APPROVE", "REQUEST_CHANGES", "COMMENT"]).default("COMMENT"),
  commit_id: z.string().optional(),
});
const Dismissal = z.object({ message: z.string() });
const STATES = { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" } as const;

/** Routes of reviews of a pull request. */
export function reviewRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/pulls/{pull_number}/reviews", ["pull_requests:read"], (context) => {
      const pull = pullOf(context);
      const all = [...context.repository.reviews.values()].filter(({ pullNumber }) => pullNumber === pull.number);
      return pageReply(context, all, (review) => renderReview(context.world, context.repository, review));
    }),
    repositoryRoute("GET", "/pulls/{pull_number}/reviews/{review_id}", ["pull_requests:read"], (context) =>
      ok(renderReview(context.world, context.repository, reviewOf(context))),
    ),
    repositoryRoute("POST", "/pulls/{pull_number}/reviews", ["pull_requests:write"], createReview),
    repositoryRoute(
      "PUT",
      "/pulls/{pull_number}/reviews/{review_id}/dismissals",
      ["pull_requests:write"],
      (context) => {
        const review = reviewOf(context);
        context.body(Dismissal);
        if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED") {
          throw new ApiError(422, "Unprocessable Entity", {
            errors: ["Can not dismiss a commented pull request review"],
          });
        }
        review.state = "DISMISSED";
        const { world, repository } = context;
        emitReview(world, repository, pullOf(context), { review, action: "dismissed", sender: actorOf(context) });
        return ok(renderReview(world, repository, review));
      },
    ),
    repositoryRoute("GET", "/pulls/{pull_number}/comments", ["pull_requests:read"], (context) => {
      pullOf(context);
      return ok([]);
    }),
  ];
}

function reviewOf(context: RepositoryContext) {
  const review = found(context.repository.reviews.get(numberParam(context, "review_id")));
  return found(review.pullNumber === pullOf(context).number ? review : undefined);
}

function createReview(context: RepositoryContext) {
  const { world, repository } = context;
  const pull = pullOf(context);
  const { body, event, commit_id } = context.body(NewReview);
  const user = actorOf(context);
  assertBodyFits("PullRequestReview", body);
  if (event !== "COMMENT" && user.id === pull.user.id) {
    const what = event === "APPROVE" ? "approve" : "request changes on";
    throw new ApiError(422, "Unprocessable Entity", { errors: [`Can not ${what} your own pull request`] });
  }
  if (event !== "APPROVE" && body === "") {
    throw new ApiError(422, "Unprocessable Entity", {
      errors: ["You need to leave a comment indicating the requested changes."],
    });
  }
  const review = addReview(world, repository, pull, {
    user,
    body,
    state: STATES[event],
    commitId: commit_id ?? pull.headSha,
  });
  return ok(renderReview(world, repository, review));
}
