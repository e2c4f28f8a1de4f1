import { describe, expect, it } from "vitest";
import { parseRetrainingMessage } from "../../../src/core/retraining/retraining-message.ts";
import { buildDrift, buildWindow } from "../../core/retraining/build-retraining.ts";
import { useRegistryScene } from "../registry/registry-scene.ts";
import {
  BRANCH,
  createFlights,
  pullsOf,
  reconcile,
  recordsOf,
  runsOf,
  setWindows,
  textAt,
} from "./retraining-scene.ts";

const scene = useRegistryScene();
const TWO_OF_FIVE = [buildDrift(25), buildWindow(24), buildDrift(23), buildWindow(22)];

describe("the retraining pull request", () => {
  it("is opened by two of five windows: one edit, a signed commit, labels, and a training on the branch", async () => {
    const here = await createFlights(scene, { CODEOWNERS: "params.yaml @ben @ghosty\n" });
    const workplace = here.open();
    await setWindows(workplace, TWO_OF_FIVE);
    await reconcile(workplace);
    const [pull, ...others] = await pullsOf(scene, here);
    expect(others).toEqual([]);
    expect(pull).toMatchObject({ title: "Retrain late-flights (1)", user: { login: scene.app.botLogin } });
    expect(pull?.head.ref).toBe(BRANCH);
    expect(pull?.labels.map(({ name }) => name)).toEqual(["retraining"]);
    expect(pull?.requested_reviewers.map(({ login }) => login)).toEqual(["ben"]);
    expect(await textAt(scene, here, "params.yaml", BRANCH)).toBe(
      "# what is learned from\ndata:\n  end: 2026-11-25 # last day\nseed: 7\n",
    );
    const commit = (await scene.api(`/repos/${here.repository}/commits/${pull?.head.sha ?? ""}`)) as {
      commit: { message: string; verification: { verified: boolean } };
      files: { filename: string }[];
    };
    expect(commit.commit.verification.verified).toBe(true);
    expect(commit.files.map(({ filename }) => filename)).toEqual(["params.yaml"]);
    expect(parseRetrainingMessage(commit.commit.message)).toMatchObject({
      model: "late-flights",
      counter: 1,
      cause: { kind: "drift", columns: ["distance"], severity: 2 },
    });
    const runs = (await runsOf(scene, here)).filter(({ head_branch: branch }) => branch === BRANCH);
    expect(
      runs.map(({ event, head_sha: sha, display_title: title }) => [event, sha === pull?.head.sha, title]),
    ).toEqual([["workflow_dispatch", true, `train ${BRANCH} retrain/late-flights/1/1`]]);
    expect(await recordsOf(here.open())).toMatchObject([
      {
        counter: 1,
        pullRequest: pull?.number,
        state: "open",
        runs: [{ key: "retrain/late-flights/1/1", outcome: "running", workflowRun: { id: runs[0]?.id } }],
      },
    ]);
    // GitHub describes the labels of a listed pull request as having a description always; those that it makes itself have none.
    const violations = await scene.fake.control.violations();
    expect(violations.filter((violation) => !violation.includes("/labels/*/description"))).toEqual([]);
  });
});
