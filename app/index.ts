import type { Probot } from "probot";
import type { AppIdentity } from "../src/github/app-identity.ts";
import type { Repository } from "../src/github/repository.ts";
import type { Job } from "./jobs.ts";
import {
  onCheckRerequested,
  onIssueComment,
  onMergeGroup,
  onPullRequest,
  onSuiteRerequested,
  onWorkflowRun,
} from "./jobs-of-event.ts";
import { onOwnIssue, onPullRequestMonitored, onPushMonitored } from "./monitoring-jobs.ts";
import { onOnboardingClosed } from "./onboarding-jobs.ts";
import { onCheckResult, onDeploymentStatus, onJudgement, onProtectionRule, onPush } from "./promotion-jobs.ts";

export interface Dispatcher {
  readonly self: AppIdentity;
  readonly add: (jobs: readonly Job[]) => void;
  /** An asked-for check is written anew once for each delivery: a redelivery keeps the id. */
  readonly isRedelivery: (deliveryId: string) => boolean;
  readonly sweepInstallation: (installation: number) => void;
  /** Somebody installed the App on repositories. */
  readonly installed: (installation: number, by: string | undefined) => void;
  readonly forget: (repository: Repository) => void;
  readonly forgetInstallation: (installation: number) => void;
  /** Somebody pushed to the ledger: what is remembered of it is checked. */
  readonly ledgerPushed: (repository: Repository, head: string) => void;
  /** Somebody changed an issue of the App's: what is remembered of them is read again. */
  readonly ownIssuesChanged: (repository: Repository) => void;
  /** Whether some gate of the repository was seen to wait for a check of this name. */
  readonly isAwaited: (repository: Repository, name: string) => boolean;
}

/** The table from events to work. Handlers only put work into the queue: GitHub wants an answer within ten seconds. */
export function createApp(dispatcher: Dispatcher): (app: Probot) => void {
  const { self, add } = dispatcher;
  return (app) => {
    app.on(
      [
        "pull_request.opened",
        "pull_request.synchronize",
        "pull_request.reopened",
        "pull_request.edited",
        "pull_request.ready_for_review",
        "pull_request.closed",
      ],
      ({ payload }) => {
        add(onPullRequest(payload));
        add(onPullRequestMonitored(payload));
        add(onOnboardingClosed(payload));
      },
    );
    app.on(["workflow_run.requested", "workflow_run.in_progress", "workflow_run.completed"], ({ payload }) =>
      add(onWorkflowRun(payload)),
    );
    app.on("check_run.rerequested", ({ id, payload }) => {
      if (!dispatcher.isRedelivery(id)) add(onCheckRerequested(payload, self));
    });
    app.on("check_suite.rerequested", ({ id, payload }) => {
      if (!dispatcher.isRedelivery(id)) add(onSuiteRerequested(payload, self));
    });
    app.on(["issue_comment.created", "issue_comment.edited", "issue_comment.deleted"], ({ payload }) =>
      add(onIssueComment(payload, self)),
    );
    app.on("merge_group.checks_requested", ({ payload }) => add(onMergeGroup(payload)));
    app.on(["issues.edited", "issues.closed", "issues.reopened", "issues.deleted"], ({ payload }) => {
      const jobs = onOwnIssue(payload, self);
      for (const { repository } of jobs) dispatcher.ownIssuesChanged(repository);
      add(jobs);
    });
    onPromotion(app, dispatcher);
    onHousekeeping(app, dispatcher);
  };
}

/** What a gate depends on, and what follows from a promotion. */
function onPromotion(app: Probot, { self, add, isAwaited }: Dispatcher): void {
  const awaited = { self, isAwaited };
  app.on(
    ["pull_request_review.submitted", "pull_request_review.edited", "pull_request_review.dismissed"],
    ({ payload }) => add(onJudgement(payload)),
  );
  app.on(["pull_request.labeled", "pull_request.unlabeled"], ({ payload }) => add(onJudgement(payload)));
  app.on("check_run.completed", ({ payload }) => {
    const { name, head_sha: sha, app: by, pull_requests: pulls } = payload.check_run;
    add(onCheckResult(payload, { name, sha, app: by?.id, pulls }, awaited));
  });
  app.on("status", ({ payload }) => {
    const { context: name, sha } = payload;
    add(onCheckResult(payload, { name, sha }, awaited));
  });
  app.on("push", ({ payload }) => {
    add(onPush(payload, self));
    add(onPushMonitored(payload));
  });
  app.on("deployment_status", ({ payload }) => add(onDeploymentStatus(payload)));
  app.on("deployment_protection_rule.requested", ({ payload }) => add(onProtectionRule(payload)));
}

function onHousekeeping(app: Probot, dispatcher: Dispatcher): void {
  app.on("push", ({ payload: { ref, after, repository } }) => {
    const owner = repository.full_name.split("/")[0] ?? "";
    if (ref === "refs/heads/pawl") dispatcher.ledgerPushed({ owner, repo: repository.name }, after);
  });
  app.on(["installation.created", "installation_repositories.added"], ({ payload: { installation, sender } }) =>
    dispatcher.installed(installation.id, sender.type === "Bot" ? undefined : sender.login),
  );
  app.on(["installation.created", "installation.unsuspend", "installation.new_permissions_accepted"], ({ payload }) =>
    dispatcher.sweepInstallation(payload.installation.id),
  );
  app.on("installation_repositories.added", ({ payload }) => dispatcher.sweepInstallation(payload.installation.id));
  app.on(["installation.deleted", "installation.suspend"], ({ payload }) =>
    dispatcher.forgetInstallation(payload.installation.id),
  );
  app.on(["repository.renamed", "repository.transferred", "repository.deleted"], ({ payload: { repository } }) => {
    const owner = repository.full_name.split("/")[0] ?? "";
    dispatcher.forget({ owner, repo: repository.name });
  });
}
