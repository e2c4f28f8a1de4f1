import { PawlError } from "../../src/core/errors.ts";
import type { Octokit } from "../../src/github/octokit.ts";
import type { Repository } from "../../src/github/repository.ts";
import { createJobClient } from "../job-client.ts";
import type { DriftJob } from "./plan-drift.ts";

/** What is looked for on the ledger, and by whom. */
export interface LedgerSearch {
  readonly octokit: Octokit;
  readonly repository: Repository;
  readonly model: string;
  /** Key of the dataset. */
  readonly dataset: string;
}

/** Throws `INPUT_INVALID` where there is no token. */
export function openLedger(job: DriftJob): LedgerSearch {
  const { inputs, identity, env, plan, reference } = job;
  const octokit = createJobClient(inputs["github-token"], env);
  if (octokit === undefined) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `input "reference" is "${reference.kind}", and there is no token to read it with`,
      hint: "Leave `github-token` at its default, and give the job `permissions: { contents: read }`.",
    });
  }
  const [owner = "", repo = ""] = identity.repository.split("/");
  return { octokit, repository: { owner, repo }, model: inputs.model, dataset: plan?.key ?? plan?.name ?? "" };
}
