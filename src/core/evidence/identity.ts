import { z } from "zod";
import { CommitSha, Instant, label } from "./limits.ts";
import { EvidenceKey, ModelName } from "./names.ts";

/**
 * Who produced a document. Every field comes from `GITHUB_*` and the event file, none from the training code;
 * the App binds it to what GitHub says about the workflow run before it believes any of it.
 */
export const Identity = z.strictObject({
  repository: z.string().regex(/^[^/\s]{1,100}\/[^/\s]{1,100}$/, "must be owner/name"),
  /** The commit that is judged: the pull request's head, never the test merge. */
  commit: CommitSha,
  /** What was checked out: on a pull request GitHub's test merge of head and base. */
  checkout: CommitSha,
  /** Base branch's commit of the pull request, from the event file. */
  base: CommitSha.optional(),
  ref: label(300),
  event: label(60),
  pullRequest: z.int().positive().optional(),
  workflow: z.strictObject({
    name: label(300),
    /** `.github/workflows/train.yml`; empty where the runner does not say. */
    path: z.string().max(300),
  }),
  workflowRun: z.strictObject({
    id: z.int().positive(),
    attempt: z.int().positive(),
    number: z.int().nonnegative(),
    job: label(200),
  }),
  actor: label(100),
  runner: z.strictObject({ name: label(200), os: label(40), arch: label(40), environment: label(60).optional() }),
});
export type Identity = z.infer<typeof Identity>;

/** What every kind of evidence starts with. */
export const evidenceHeader = {
  model: ModelName,
  key: EvidenceKey.optional(),
  /** Version of Pawl that wrote the document. */
  writtenBy: label(60),
  identity: Identity,
  startedAt: Instant,
  finishedAt: Instant,
} as const;
