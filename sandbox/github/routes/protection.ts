import { z } from "zod";
import { ApiError } from "../api-error.ts";
import { apiUrl } from "../render/repository.ts";
import { found, NO_CONTENT, ok, type RepositoryContext, type Route } from "../server/context.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Json, Protection } from "../state.ts";

const ProtectionWish = z.object({
  required_status_checks: z
    .object({
      strict: z.boolean(),
      contexts: z.array(z.string()).optional(),
      checks: z.array(z.object({ context: z.string(), app_id: z.number().int().optional() })).optional(),
    })
    .nullable(),
  enforce_admins: z.boolean().nullable(),
  required_pull_request_reviews: z
    .object({
      dismiss_stale_reviews: z.boolean().optional(),
      require_code_owner_reviews: z.boolean().optional(),
      required_approving_review_count: z.number().int().min(0).max(6).optional(),
      require_last_push_approval: z.boolean().optional(),
    })
    .nullable(),
  restrictions: z.unknown(),
});

/** Routes of classic branch protection: required checks with their App, required reviews. */
export function protectionRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/branches/{branch}/protection/required_status_checks", ["administration:read"], (context) =>
      ok(found(renderChecks(context, protectionOf(context)))),
    ),
    repositoryRoute(
      "GET",
      "/branches/{branch}/protection/required_pull_request_reviews",
      ["administration:read"],
      (context) => ok(found(renderReviews(context, protectionOf(context)))),
    ),
    repositoryRoute("GET", "/branches/{branch}/protection", ["administration:read"], (context) =>
      ok(renderProtection(context, protectionOf(context))),
    ),
    repositoryRoute("PUT", "/branches/{branch}/protection", ["administration:write"], (context) => {
      const branch = context.param("branch");
      if (!context.repository.git.refs.has(`refs/heads/${branch}`)) throw new ApiError(404, "Branch not found");
      const protection = readWish(context.body(ProtectionWish));
      context.repository.protections.set(branch, protection);
      return ok(renderProtection(context, protection));
    }),
    repositoryRoute("DELETE", "/branches/{branch}/protection", ["administration:write"], (context) => {
      protectionOf(context);
      context.repository.protections.delete(context.param("branch"));
      return NO_CONTENT;
    }),
  ];
}

function readWish(wish: z.infer<typeof ProtectionWish>): Protection {
  const { required_status_checks: checks, required_pull_request_reviews: reviews } = wish;
  return {
    strict: checks?.strict ?? false,
    requiredChecks:
      checks === null
        ? undefined
        : (checks.checks?.map(({ context, app_id }) => ({ context, appId: app_id ?? null })) ??
          (checks.contexts ?? []).map((context) => ({ context, appId: null }))),
    requiredReviews:
      reviews === null
        ? undefined
        : {
            count: reviews.required_approving_review_count ?? 1,
            dismissStale: reviews.dismiss_stale_reviews ?? false,
            codeOwners: reviews.require_code_owner_reviews ?? false,
            lastPush: reviews.require_last_push_approval ?? false,
          },
    enforceAdmins: wish.enforce_admins ?? false,
  };
}

function protectionOf(context: RepositoryContext): Protection {
  const protection = context.repository.protections.get(context.param("branch"));
  if (protection === undefined) throw new ApiError(404, "Branch not protected");
  return protection;
}

function protectionUrl({ world, repository, param }: RepositoryContext): string {
  return `${apiUrl(world, repository)}/branches/${encodeURIComponent(param("branch"))}/protection`;
}

function renderChecks(context: RepositoryContext, { strict, requiredChecks }: Protection): Json | undefined {
  if (requiredChecks === undefined) return undefined;
  const url = `${protectionUrl(context)}/required_status_checks`;
  return {
    url,
    strict,
    contexts: requiredChecks.map((check) => check.context),
    contexts_url: `${url}/contexts`,
    checks: requiredChecks.map((check) => ({ context: check.context, app_id: check.appId })),
  };
}

function renderReviews(context: RepositoryContext, { requiredReviews }: Protection): Json | undefined {
  if (requiredReviews === undefined) return undefined;
  return {
    url: `${protectionUrl(context)}/required_pull_request_reviews`,
    dismiss_stale_reviews: requiredReviews.dismissStale,
    require_code_owner_reviews: requiredReviews.codeOwners,
    require_last_push_approval: requiredReviews.lastPush,
    required_approving_review_count: requiredReviews.count,
  };
}

function renderProtection(context: RepositoryContext, protection: Protection): Json {
  const url = protectionUrl(context);
  const checks = renderChecks(context, protection);
  const reviews = renderReviews(context, protection);
  return {
    url,
    ...(checks === undefined ? {} : { required_status_checks: checks }),
    ...(reviews === undefined ? {} : { required_pull_request_reviews: reviews }),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: protection.enforceAdmins },
    required_linear_history: { enabled: false },
    allow_force_pushes: { enabled: false },
    allow_deletions: { enabled: false },
  };
}
