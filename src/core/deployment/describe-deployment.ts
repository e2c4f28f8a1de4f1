import type { PromotionProgress } from "../registry/registry.ts";

/** GitHub's words for a deployment's status, in ours. */
const WORDS: Readonly<Record<string, string>> = {
  error: "could not be deployed",
  failure: "its deployment failed",
  inactive: "served, and does not any more",
  in_progress: "is being deployed",
  pending: "waits for its deployment",
  queued: "waits for its deployment",
  waiting: "waits for its deployment",
  success: "serves",
};

/** Statuses after which nothing more is expected of a deployment. */
const FINAL: ReadonlySet<string> = new Set(["error", "failure", "inactive", "success"]);
const FAILED: ReadonlySet<string> = new Set(["error", "failure"]);

export function isFinalStatus(status: string | undefined): boolean {
  return status !== undefined && FINAL.has(status);
}

export function isFailedStatus(status: string | undefined): boolean {
  return status !== undefined && FAILED.has(status);
}

/** How far a promotion is, in words that go on from a version's name: `is being deployed`. */
export function describeDeployment(
  progress: Pick<PromotionProgress, "standing" | "status" | "deployment" | "version" | "complete">,
): string {
  const { standing, status, deployment, version, complete } = progress;
  if (standing === "unverified") return "waits for somebody entitled to confirm it";
  if (version === undefined) return "was taken away";
  if (status !== undefined) return WORDS[status] ?? "has a deployment in a state that is not known here";
  if (deployment !== undefined) return complete ? "was handed to its deployment" : "is being handed to its deployment";
  return complete ? "was overtaken by the next move" : "is about to be deployed";
}
