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
}

export function reportContext({ repository, serverUrl, pullRequest, config, models, now }: ReportFacts): ReportContext {
  const { number, baseRef, headSha, fork, authorIsBot } = pullRequest;
  // The schema's own default, for reports that have no configuration to speak of.
  const staleAfterDays = "project" in config ? config.project.staleAfterDays : 14;
  const trainable = models.length > 0 && !fork;
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
  };
}
