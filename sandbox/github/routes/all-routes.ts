import type { Delivery } from "../events/delivery.ts";
import type { Route } from "../server/context.ts";
import { accountRoutes } from "./accounts.ts";
import { activityRoutes } from "./activities.ts";
import { appRoutes } from "./apps.ts";
import { artifactRoutes } from "./artifacts.ts";
import { checkRoutes } from "./checks.ts";
import { commentRoutes } from "./comments.ts";
import { commitRoutes, singleCommitRoute } from "./commits.ts";
import { contentRoutes } from "./contents.ts";
import { deploymentRoutes } from "./deployments.ts";
import { environmentRoutes } from "./environments.ts";
import { gitDataRoutes } from "./git-data.ts";
import { issueRoutes } from "./issues.ts";
import { jobRoutes } from "./jobs.ts";
import { labelRoutes } from "./labels.ts";
import { protectionRoutes } from "./protection.ts";
import { pullRoutes } from "./pulls.ts";
import { repositoryRoutes } from "./repositories.ts";
import { reviewerRoutes } from "./reviewers.ts";
import { reviewRoutes } from "./reviews.ts";
import { rulesetRoutes } from "./rulesets.ts";
import { statusRoutes } from "./statuses.ts";
import { workflowRoutes } from "./workflows.ts";

/** Every REST operation that the fake answers. Order matters where a variable may contain slashes. */
export function allRoutes(redeliver: (delivery: Delivery) => Delivery): readonly Route[] {
  return [
    ...accountRoutes(),
    ...activityRoutes(),
    ...appRoutes(redeliver),
    ...commentRoutes(),
    ...issueRoutes(),
    ...labelRoutes(),
    ...pullRoutes(),
    ...reviewRoutes(),
    ...reviewerRoutes(),
    ...checkRoutes(),
    ...statusRoutes(),
    ...commitRoutes(),
    singleCommitRoute(),
    ...contentRoutes(),
    ...gitDataRoutes(),
    ...workflowRoutes(),
    ...jobRoutes(),
    ...artifactRoutes(),
    ...deploymentRoutes(),
    ...environmentRoutes(),
    ...protectionRoutes(),
    ...rulesetRoutes(),
    ...repositoryRoutes(),
  ];
}
