import type { RenderedReport } from "../core/report/report-facts.ts";
import type { AppIdentity } from "./app-identity.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

/** A check run of the App as GitHub shows it. */
export interface OwnCheck {
  readonly id: number;
  readonly name: string;
  /** What the App wrote there: says which content the check shows. */
  readonly externalId: string | undefined;
  readonly status: string;
  readonly conclusion: string | null;
  readonly title: string | undefined;
  readonly summary: string | undefined;
  readonly annotations: number;
  /** GitHub's clock, when the check run was created. */
  readonly startedAt: string | undefined;
}

export type CheckContent = RenderedReport["check"];

/** What is written: the content, and an id that tells equal content from different content. */
export interface CheckToWrite {
  readonly name: string;
  readonly headSha: string;
  readonly externalId: string;
  readonly content: CheckContent;
}

/** GitHub takes at most 50 annotations in a request. */
const MAX_ANNOTATIONS = 50;

/** The App's check runs on a commit, of all names, newest first. Nobody else's, whatever they are called. */
export async function listOwnChecks(
  octokit: Octokit,
  { owner, repo }: Repository,
  { headSha, self }: { readonly headSha: string; readonly self: AppIdentity },
): Promise<readonly OwnCheck[]> {
  const { data } = await octokit.rest.checks.listForRef({
    owner,
    repo,
    ref: headSha,
    app_id: self.id,
    filter: "latest",
    per_page: 100,
  });
  return data.check_runs
    .filter(({ app }) => app === null || app === undefined || app.id === self.id)
    .map((check) => ({
      id: check.id,
      name: check.name,
      externalId: check.external_id ?? undefined,
      status: check.status,
      conclusion: check.conclusion,
      title: check.output?.title ?? undefined,
      summary: check.output?.summary ?? undefined,
      annotations: check.output?.annotations_count ?? 0,
      startedAt: check.started_at ?? undefined,
    }))
    .sort((a, b) => b.id - a.id);
}

/** Posts a check run and returns its id. Never repeated by the client: after a lost answer the caller reads again. */
export async function createCheck(octokit: Octokit, { owner, repo }: Repository, check: CheckToWrite): Promise<number> {
  const { data } = await octokit.rest.checks.create({
    owner,
    repo,
    name: check.name,
    head_sha: check.headSha,
    external_id: check.externalId,
    ...state(check.content),
    output: output(check.content),
  });
  return data.id;
}

/** Rewrites a check run. Annotations are appended by GitHub, so a check that has some is replaced instead of updated. */
export async function updateCheck(
  octokit: Octokit,
  { owner, repo }: Repository,
  checkRunId: number,
  check: CheckToWrite,
): Promise<void> {
  await octokit.rest.checks.update({
    owner,
    repo,
    check_run_id: checkRunId,
    external_id: check.externalId,
    ...state(check.content),
    output: output(check.content),
  });
}

function state(content: CheckContent) {
  return content.status === "completed"
    ? ({ status: "completed", conclusion: content.conclusion } as const)
    : ({ status: content.status } as const);
}

function output(content: CheckContent) {
  const { title, summary, text } = content;
  const annotations = content.status === "completed" ? content.annotations.slice(0, MAX_ANNOTATIONS) : [];
  return {
    title,
    summary,
    ...(text === "" ? {} : { text }),
    ...(annotations.length === 0
      ? {}
      : {
          annotations: annotations.map((annotation) => ({
            path: annotation.path,
            start_line: annotation.line,
            end_line: annotation.line,
            annotation_level: annotation.level,
            title: annotation.title,
            message: annotation.message,
          })),
        }),
  };
}
