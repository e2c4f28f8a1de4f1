import type { ReportFacts } from "./report-facts.ts";

/** What every part of a report has in common. */
export interface ReportContext {
  readonly repository: string;
  readonly serverUrl: string;
  readonly pullRequest: number;
  readonly baseRef: string;
  readonly headSha: string;
  readonly fork: boolean;
  readonly authorIsBot: boolean;
  /** Somebody can ask for a training here. */
  readonly trainable: boolean;
  readonly now: string;
  readonly staleAfterDays: number;
  /** Ids of workflow runs that found a dataset of this pull request broken: what they left out was left out on purpose. */
  readonly brokenDataRuns: ReadonlySet<number>;
}

export function reportContext(facts: ReportFacts): ReportContext {
  const { repository, serverUrl, pullRequest, config, models, data, now } = facts;
  const { number, baseRef, headSha, fork, authorIsBot } = pullRequest;
  // The schema's own default, for reports that have no configuration to speak of.
  const staleAfterDays = "project" in config ? config.project.staleAfterDays : 14;
  const trainable = models.length > 0 && !fork;
  const broken = data
    .flatMap(({ datasets }) => datasets.flatMap(({ evidence }) => evidence ?? []))
    .filter(({ document }) => document.verdict === "fail");
  return {
    repository,
    serverUrl,
    pullRequest: number,
    baseRef,
    headSha,
    fork,
    authorIsBot,
    trainable,
    now,
    staleAfterDays,
    brokenDataRuns: new Set(broken.map(({ workflowRun }) => workflowRun.id)),
  };
}
