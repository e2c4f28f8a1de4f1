import type { Sandbox } from "./start-sandbox.ts";
import { waitFor } from "./wait-for.ts";

export interface CompletedRun {
  readonly id: number;
  readonly number: number;
  readonly conclusion: string | null;
}

/** Waits for the end of the workflow run that a commit has started. Fails at once when a process of the sandbox ends. */
export async function waitForWorkflowRun(
  { octokit, repository, unexpectedEnd }: Pick<Sandbox, "octokit" | "repository" | "unexpectedEnd">,
  { headSha, event, seconds }: { readonly headSha: string; readonly event: string; readonly seconds: number },
): Promise<CompletedRun> {
  const completed = waitFor({
    what: `the workflow run of ${headSha.slice(0, 7)}`,
    seconds,
    look: async () => {
      const { data } = await octokit.rest.actions.listWorkflowRunsForRepo({ ...repository, head_sha: headSha, event });
      const [run] = data.workflow_runs;
      if (run?.status !== "completed") return undefined;
      return { id: run.id, number: run.run_number, conclusion: run.conclusion };
    },
  });
  return Promise.race([completed, unexpectedEnd]);
}
