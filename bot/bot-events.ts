/** What the bot does with an event, and whose code runs when it comes. */
export interface BotEvent {
  readonly does: "look at what it names" | "look at everything";
  /**
   * `default branch`: GitHub takes the workflow file from there, whoever caused the event. `its own ref`: from the branch,
   * tag or test merge that the event is about, so a pull request can change what runs.
   */
  readonly code: "default branch" | "its own ref";
}

/** Events that start workflows and that the bot has a use for. GitHub's page on each says where its code is from. */
export const BOT_EVENTS: Readonly<Record<string, BotEvent>> = {
  schedule: { does: "look at everything", code: "default branch" },
  workflow_run: { does: "look at what it names", code: "default branch" },
  issue_comment: { does: "look at what it names", code: "default branch" },
  issues: { does: "look at what it names", code: "default branch" },
  check_run: { does: "look at what it names", code: "default branch" },
  check_suite: { does: "look at what it names", code: "default branch" },
  status: { does: "look at what it names", code: "default branch" },
  repository_dispatch: { does: "look at everything", code: "default branch" },
  workflow_dispatch: { does: "look at everything", code: "its own ref" },
  push: { does: "look at what it names", code: "its own ref" },
  pull_request: { does: "look at what it names", code: "its own ref" },
  pull_request_review: { does: "look at what it names", code: "its own ref" },
  merge_group: { does: "look at what it names", code: "its own ref" },
  deployment_status: { does: "look at what it names", code: "its own ref" },
};
