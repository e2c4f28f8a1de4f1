import { resolve } from "node:path";
import { PawlError } from "../../src/core/errors.ts";
import type { Identity } from "../../src/core/evidence/identity.ts";
import { childEnvironment } from "../../src/runner/child-environment.ts";
import { keptLogs, readDraft } from "../../src/runner/kept-run.ts";
import { createRedact } from "../../src/runner/redact.ts";
import type { TrainInputs } from "./inputs.ts";
import { markTraining } from "./mark-training.ts";
import { addLogs, type TrainedRun } from "./run-training.ts";

/**
 * The evidence of a run that was kept, made again without training: after a broken upload, or with another reader.
 * It must be of the same repository, model and commit. Throws `INPUT_INVALID` where it is not.
 */
export async function rereadTraining(
  inputs: TrainInputs,
  reread: string,
  identity: Identity,
  env: NodeJS.ProcessEnv,
): Promise<TrainedRun> {
  const kept = resolve(env["GITHUB_WORKSPACE"] ?? ".", reread);
  const draft = readDraft(kept);
  const mismatch = [
    ["repository", draft.identity.repository, identity.repository],
    ["commit", draft.identity.commit, identity.commit],
    ["model", draft.model, inputs.model],
    ["key", draft.key ?? "", inputs.key ?? ""],
  ].find(([, there, here]) => there !== here);
  if (mismatch !== undefined) {
    const [what, there, here] = mismatch;
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `input "reread": the kept run has the ${what ?? ""} "${there ?? ""}", this workflow run "${here ?? ""}"`,
      hint: "Evidence can be made again only for what was trained.",
    });
  }
  const { id, attempt } = draft.identity.workflowRun;
  const notes = [...draft.notes, `Read again from what attempt ${String(attempt)} of workflow run ${String(id)} kept.`];
  const redact = createRedact(env, inputs["github-token"] === undefined ? [] : [inputs["github-token"]]);
  const child = markTraining(childEnvironment(env, { mark: "", jobToken: inputs["github-token"] }), draft);
  const evidence = await addLogs(
    { ...draft, identity },
    { folder: keptLogs(kept), plan: { inputs }, redact, env: child.env, notes },
  );
  return { evidence: { ...evidence, notes }, exitCode: draft.outcome.kind === "succeeded" ? 0 : 1 };
}
