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

export interface Dispatcher {
  readonly self: AppIdentity;
  readonly add: (jobs: readonly Job[]) => void;
  /** An asked-for check is written anew once for each delivery: a redelivery keeps the id. */
  readonly isRedelivery: (deliveryId: string) => boolean;
  readonly sweepInstallation: (installation: number) => void;
  readonly forget: (repository: Repository) => void;
  readonly forgetInstallation: (installation: number) => void;
  /** Somebody pushed to the ledger: what is remembered of it is checked. */
  readonly ledgerPushed: (repository: Repository, head: string) => void;
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
      ({ payload }) => add(onPullRequest(payload)),
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
    onHousekeeping(app, dispatcher);
  };
}

function onHousekeeping(app: Probot, dispatcher: Dispatcher): void {
  app.on("push", ({ payload: { ref, after, repository } }) => {
    const owner = repository.full_name.split("/")[0] ?? "";
    if (ref === "refs/heads/pawl") dispatcher.ledgerPushed({ owner, repo: repository.name }, after);
  });
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
