import { basename } from "node:path";
import { withoutSecrets } from "../../src/core/dataset/remote-address.ts";
import type { DatasetIdentity } from "../../src/core/evidence/run-evidence.ts";
import { formatFingerprint } from "../../src/core/evidence/run-evidence.ts";
import { type DatasetValidation, validateDataset } from "../../src/engine/validate-dataset.ts";
import { withEngine } from "../../src/engine/with-engine.ts";
import { assertFetched } from "../../src/runner/datasets/assert-fetched.ts";
import { identifyData } from "../../src/runner/datasets/identify-data.ts";
import type { ProfileDocument } from "../../src/runner/datasets/profile-document.ts";
import { contractSchemaOf, type ReadContract, readContract } from "../../src/runner/datasets/read-contract.ts";
import { createProgressLog } from "../../src/runner/progress-log.ts";
import { logLine } from "../../src/runner/workflow-commands.ts";
import { findReference } from "./find-reference.ts";
import { planParts } from "./plan-parts.ts";
import { dataPath, type ValidationJob } from "./plan-validation.ts";

/** What the summary shows at most. */
const BAD_ROWS = 20;

export interface FoundData extends DatasetValidation {
  readonly identity: DatasetIdentity | undefined;
  readonly contract: ReadContract | undefined;
  readonly reference: ProfileDocument | undefined;
}

/** Everything that is found out about the dataset. Throws what makes the data or the contract unreadable. */
export async function readDataset(job: ValidationJob): Promise<FoundData> {
  const { plan, dataset, data, env, notes, inputs } = job;
  const contract = job.contract === undefined ? undefined : await readContract(job.workspace, job.contract);
  const schema = contract === undefined ? undefined : contractSchemaOf(contract, namesOf(job));
  await assertFetched(data.paths, data.folder);
  const identified = identifyData({ name: dataset, paths: data.paths }, data.folder, env);
  const reference = await findReference(job, async () => {
    const { identity } = await identified;
    return identity === undefined ? undefined : formatFingerprint(identity);
  });
  const validation = await withEngine({ env, log: logLine }, (engine) =>
    validateDataset(engine, {
      data: { name: dataset, ...data },
      plan,
      contract: schema,
      reference: reference?.profile,
      now: new Date().toISOString(),
      badRows: inputs["show-values"] ? BAD_ROWS : 0,
      planCut: (profile) => planParts(job, profile),
      openOther: async (path) => {
        const other = dataPath({ path });
        await assertFetched([other], job.workspace);
        return { name: path, paths: [other], folder: job.workspace };
      },
      onProgress: createProgressLog(logLine),
    }),
  );
  const { identity, note } = await identified;
  if (note !== undefined) notes.push(note);
  return { ...validation, identity, contract, reference };
}

/** What a contract may call the dataset: its name in the configuration, or the file's. */
function namesOf({ plan, data }: ValidationJob): string[] {
  const file = basename(withoutSecrets(data.paths[0] ?? ""));
  return [...new Set([plan.name, file, file.replace(/\..*$/, "")])].filter((name) => name !== "");
}
