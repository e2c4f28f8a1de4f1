import { expect, it } from "vitest";
import { formatArtifactName } from "../../../src/core/evidence/names.ts";
import { serializeEvidence } from "../../../src/core/evidence/statement.ts";
import { readMonitoring } from "../../../src/reconcile/monitoring/read-monitoring.ts";
import { reconcileMonitoring } from "../../../src/reconcile/monitoring/reconcile-monitoring.ts";
import { reportUnreadableSchedules } from "../../../src/reconcile/monitoring/report-unreadable-schedules.ts";
import { readProjectInForce } from "../../../src/reconcile/reconcile-default-branch.ts";
import type { Workplace } from "../../../src/reconcile/workplace.ts";
import { buildDrift } from "../../core/evidence/build-evidence.ts";
import { buildWindow } from "../../core/retraining/build-retraining.ts";
import { identityOf } from "../../support/app-on-fake-github.ts";
import { SCENE_START, useRegistryScene } from "../registry/registry-scene.ts";
import { setWindows, takeRun } from "../retraining/retraining-scene.ts";

const scene = useRegistryScene();

const CONFIG = `models:
  late-flights:
    paths: [train.py]
    primary-metric: roc-auc
    drift: { schedule: "*/30 * * * *", grace: 1h }
`;
const WORKFLOW = `name: drift
on: { workflow_dispatch: { inputs: { pawl-key: { required: false, type: string } } } }
run-name: drift \${{ inputs.pawl-key }}
jobs: { drift: { runs-on: ubuntu-latest, steps: [{ run: echo }] } }
`;

it("attack: refused evidence writes Markdown into the issue about late checks", async () => {
  const here = await scene.create({ ".github/pawl.yml": CONFIG, ".github/workflows/drift.yml": WORKFLOW });
  const look = async (minutes: number): Promise<Workplace> => {
    const workplace = here.open({ now: () => new Date(Date.parse(SCENE_START) + minutes * 60_000).toISOString() });
    const project = await readProjectInForce(workplace, "main");
    if (project === undefined) throw new Error("no project");
    await reconcileMonitoring(workplace, { project, defaultBranch: "main" });
    return workplace;
  };
  await look(0);
  await look(40);
  const run = await takeRun(scene, here);
  const evidence = buildDrift({
    identity: { ...identityOf(run), workflow: { name: "drift", path: "[free](https://evil.example) <img> @ana" } },
  });
  await scene.fake.control.uploadArtifact({
    repository: here.repository,
    runId: run.runId,
    name: formatArtifactName({ kind: "drift", model: "late-flights", key: evidence.key }),
    files: { "drift.json": serializeEvidence(evidence) },
  });
  await scene.fake.control.completeWorkflowRun({
    repository: here.repository,
    runId: run.runId,
    conclusion: "success",
  });
  const workplace = await look(45);
  const { slots } = await readMonitoring(workplace, "late-flights");
  expect(slots[0]).toMatchObject({ state: "failed", reason: expect.stringContaining("Its evidence was refused.") });
  const issues = (await scene.api(`/repos/${here.repository}/issues`)) as { body: string }[];
  const texts = [slots[0]?.reason ?? "", ...issues.map(({ body }) => body)].join("\n");
  expect(texts).not.toMatch(/\]\(https:\/\/evil|<img|\|@ana|@ana/);
});

it.each([["--><img/src=x>--------"], ["2026-99-99T99:99Z"]])(
  "attack: an issue about late checks that says it began %s says nothing of that from then on",
  async (since) => {
    const here = await scene.create();
    await setWindows(here.open(), [buildWindow(22)]);
    await reportUnreadableSchedules(here.open(), "it is no YAML");
    const [issue] = (await scene.api(`/repos/${here.repository}/issues`)) as { number: number; body: string }[];
    await scene.fake.control.editIssue({
      repository: here.repository,
      number: issue?.number ?? 0,
      body: (issue?.body ?? "").replace(/since \S+ -->/, `since ${since} -->`),
      author: "ana",
    });
    await reportUnreadableSchedules(here.open(), "it is no YAML");
    const [after] = (await scene.api(`/repos/${here.repository}/issues`)) as { body: string }[];
    expect(after?.body).not.toContain(since);
    expect(after?.body).toContain("since 2026-11-26");
  },
);
