import { RETRAINING_BRANCHES } from "../src/core/retraining/retraining.ts";
import type { AppIdentity } from "../src/github/app-identity.ts";
import { concernsMonitoring } from "./concerns-monitoring.ts";
import type { Job, Place } from "./jobs.ts";
import { type EventOrigin, placeOf } from "./jobs-of-event.ts";

export function monitoringJob(place: Place, editor?: string): Job {
  const { installation, repository, defaultBranch } = place;
  return { installation, repository, defaultBranch, kind: "monitoring", ...(editor === undefined ? {} : { editor }) };
}

/** `push` to the default branch: configuration and bases of retrainings may be others now. */
export function onPushMonitored(
  event: EventOrigin & { readonly ref: string; readonly deleted?: boolean | undefined },
): readonly Job[] {
  const place = placeOf(event);
  if (place === undefined || event.deleted === true) return [];
  const branch = event.ref.replace(/^refs\/heads\//, "");
  return branch !== event.ref && concernsMonitoring(branch, place.defaultBranch) ? [monitoringJob(place)] : [];
}

/** `pull_request`, of a retraining: people took it over, merged it, closed it, reopened it. */
export function onPullRequestMonitored(
  event: EventOrigin & { readonly pull_request: { readonly head?: { readonly ref?: string | undefined } | undefined } },
): readonly Job[] {
  const place = placeOf(event);
  const ref = event.pull_request.head?.ref;
  return place === undefined || ref?.startsWith(RETRAINING_BRANCHES) !== true ? [] : [monitoringJob(place)];
}

/** `issues`, of the App's own, by somebody else: a box was ticked, an issue was closed or its text changed. */
export function onOwnIssue(
  event: EventOrigin & {
    readonly action: string;
    readonly sender?: { readonly login: string } | null | undefined;
    readonly issue: { readonly user?: { readonly login: string } | null | undefined };
  },
  self: AppIdentity,
): readonly Job[] {
  const place = placeOf(event);
  const { issue, sender, action } = event;
  if (place === undefined || issue.user?.login !== self.login || sender?.login === self.login) return [];
  return [monitoringJob(place, action === "edited" ? sender?.login : undefined)];
}
