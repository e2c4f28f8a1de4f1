import { PawlError } from "../../src/core/errors.ts";
import { readLedgerIndex } from "../../src/github/ledger.ts";
import { createJobClient } from "../job-client.ts";
import { readLedgerProfile } from "../validate-data/read-ledger-reference.ts";
import { chooseBatches, type FoundBatch } from "./find-batches.ts";
import type { DriftJob } from "./plan-drift.ts";

/** The newest accepted data of the dataset. Throws `NOT_FOUND` where there are none yet, `INPUT_INVALID` without a token. */
export async function readLedgerBatches(job: DriftJob): Promise<readonly FoundBatch[]> {
  const { inputs, identity, env } = job;
  const dataset = job.plan?.key ?? job.plan?.name ?? "";
  const octokit = createJobClient(inputs["github-token"], env);
  if (octokit === undefined) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: 'input "reference" is "ledger", and there is no token to read it with',
      hint: "Leave `github-token` at its default, and give the job `permissions: { contents: read }`.",
    });
  }
  const [owner = "", repo = ""] = identity.repository.split("/");
  const index = await readLedgerIndex(octokit, { owner, repo }, inputs.model);
  const entries =
    index === undefined
      ? []
      : chooseBatches(index, { dataset, batches: inputs.batches, workflowRunId: identity.workflowRun.id });
  if (entries.length === 0) {
    throw new PawlError({
      code: "NOT_FOUND",
      message: `the ledger has no accepted data of ${dataset} on the default branch to compare with`,
      hint: "Run validate-data for this dataset on the default branch first, or name files as the reference.",
    });
  }
  return Promise.all(
    entries.map(async (entry) => {
      const { profile, digest, commit } = await readLedgerProfile(octokit, { owner, repo }, entry);
      const { fingerprint, acceptedAt } = entry;
      return {
        request: { name: `${dataset} at ${entry.commit.slice(0, 7)}`, profile },
        origin: {
          document: digest,
          acceptedAt,
          ...(commit === undefined ? {} : { commit }),
          ...(fingerprint === undefined ? {} : { fingerprint }),
        },
      };
    }),
  );
}
