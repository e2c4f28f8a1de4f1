import { nodeId, renderAccount } from "../render/account.ts";
import { ok, type RepositoryContext, type Route } from "../server/context.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Activity, Json } from "../state.ts";

const ZERO = "0".repeat(40);
const LARGEST_PAGE = 100;
const PAGE = 30;

/** Who moved which branch. GitHub pages this list by cursors: only its first page is answered. */
export function activityRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/activity", ["contents:read"], (context) => {
      const { searchParams } = context.url;
      const wanted = searchParams.get("ref");
      const ref = wanted === null || wanted.startsWith("refs/") ? wanted : `refs/heads/${wanted}`;
      const actor = searchParams.get("actor")?.toLowerCase();
      const kind = searchParams.get("activity_type");
      const size = Math.min(Number(searchParams.get("per_page") ?? PAGE), LARGEST_PAGE);
      const found = context.repository.activities.filter(
        (activity) =>
          (ref === null || activity.ref === ref) &&
          (actor === undefined || activity.actor.login.toLowerCase() === actor) &&
          (kind === null || activity.kind === kind),
      );
      const ordered = searchParams.get("direction") === "asc" ? found : found.toReversed();
      return ok(ordered.slice(0, size).map((activity) => renderActivity(context, activity)));
    }),
  ];
}

function renderActivity({ world }: RepositoryContext, { id, ref, before, after, kind, actor, at }: Activity): Json {
  return {
    id,
    node_id: nodeId("PSH", id),
    before: before ?? ZERO,
    after: after ?? ZERO,
    ref,
    timestamp: at,
    activity_type: kind,
    actor: renderAccount(world, actor),
  };
}
