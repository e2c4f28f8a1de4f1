import { rmSync } from "node:fs";
import { ApiError } from "../api-error.ts";
import { renderArtifact } from "../render/run.ts";
import { signBlobUrl } from "../results/blob-urls.ts";
import type { Artifact } from "../run-state.ts";
import { found, NO_CONTENT, numberParam, ok, type RepositoryContext, type Route } from "../server/context.ts";
import { countedReply } from "../server/paginate.ts";
import { repositoryRoute } from "../server/route.ts";
import { now } from "../world.ts";
import { runOf } from "./workflows.ts";

/** Routes of artifacts; the bytes are behind a redirect to the blob storage. */
export function artifactRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/actions/artifacts", ["actions:read"], (context) => artifactsReply(context, () => true)),
    repositoryRoute("GET", "/actions/runs/{run_id}/artifacts", ["actions:read"], (context) => {
      const run = runOf(context);
      return artifactsReply(context, (artifact) => artifact.run.id === run.id);
    }),
    repositoryRoute("GET", "/actions/artifacts/{artifact_id}", ["actions:read"], (context) =>
      ok(renderArtifact(context.world, context.repository, artifactOf(context))),
    ),
    repositoryRoute("DELETE", "/actions/artifacts/{artifact_id}", ["actions:write"], (context) => {
      const artifact = artifactOf(context);
      context.repository.artifacts.delete(artifact.id);
      rmSync(artifact.file, { force: true });
      return NO_CONTENT;
    }),
    repositoryRoute("GET", "/actions/artifacts/{artifact_id}/{archive_format}", ["actions:read"], (context) => {
      const artifact = artifactOf(context);
      if (context.param("archive_format") !== "zip") throw new ApiError(404, "Not Found");
      if (context.caller.kind === "anonymous") throw new ApiError(401, "Requires authentication");
      if (Date.parse(artifact.expiresAt) <= now(context.world)) throw new ApiError(410, "Artifact has expired");
      const location = signBlobUrl(context.world, {
        container: "artifacts",
        id: artifact.id,
        access: "read",
        seconds: 60,
      });
      return { status: 302, headers: { location } };
    }),
  ];
}

function artifactOf(context: RepositoryContext): Artifact {
  const artifact = found(context.repository.artifacts.get(numberParam(context, "artifact_id")));
  return found(artifact.finalized ? artifact : undefined);
}

function artifactsReply(context: RepositoryContext, isWanted: (artifact: Artifact) => boolean) {
  const name = context.url.searchParams.get("name");
  const all = [...context.repository.artifacts.values()]
    .filter((artifact) => artifact.finalized && isWanted(artifact) && (name === null || artifact.name === name))
    .reverse();
  return countedReply(context, "artifacts", all, (artifact) =>
    renderArtifact(context.world, context.repository, artifact),
  );
}
