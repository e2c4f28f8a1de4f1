import { afterAll, describe, expect, it } from "vitest";
import { answerProtectionRule, answerWaitingRuns } from "../../../src/reconcile/deployment/answer-protection-rule.ts";
import { DEPLOY, PLACE, useDeploymentScene } from "./deployment-scene.ts";

const scene = useDeploymentScene();
afterAll(() => expect(scene.fake.violations).toEqual([]));

const GUARDED = `${DEPLOY}    environment: \${{ inputs.environment }}\n`;

type Here = Awaited<ReturnType<typeof scene.create>>;

async function create(): Promise<Here> {
  const here = await scene.create({ ".github/workflows/deploy.yml": GUARDED });
  const { repository } = here;
  await scene.fake.control.guardEnvironment({ repository, environment: "production", app: scene.app.slug });
  return here;
}

interface ShownRun {
  readonly id: number;
  readonly status: string;
  readonly conclusion: string | null;
  readonly display_title: string;
}

async function runs(here: Here): Promise<readonly ShownRun[]> {
  const found = await scene.api(`/repos/${here.repository}/actions/runs?event=workflow_dispatch`);
  return (found as { workflow_runs: ShownRun[] }).workflow_runs;
}

function answer(here: Here, workflowRunId: number, environment = "production") {
  return answerProtectionRule(here.workplace(), { ...PLACE, request: { workflowRunId, environment } });
}

async function dispatchBy(here: Here, inputs: Record<string, string>): Promise<number> {
  const url = `${scene.fake.url}/repos/${here.repository}/actions/workflows/deploy.yml/dispatches`;
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${scene.token()}` },
    body: JSON.stringify({ ref: "main", inputs, return_run_details: true }),
  });
  const body = (await response.json()) as { workflow_run_id: number };
  return body.workflow_run_id;
}

describe("a guarded environment", () => {
  it("lets the App's own deployment of the newest promotion pass, by the event or by the sweep", async () => {
    for (const sweep of [false, true]) {
      const here = await create();
      await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
      await here.reconcile();
      const [run] = await runs(here);
      expect(run?.status).toBe("waiting");
      if (sweep) await answerWaitingRuns(here.workplace(), PLACE);
      else expect(await answer(here, run!.id)).toBe("approved");
      expect((await runs(here))[0]?.status).toBe("queued");
      expect(await answer(here, run!.id)).toBe("nothing");
    }
  });

  it("takes no version that was not promoted to it, whatever the name of the workflow run says", async () => {
    const here = await create();
    await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
    await here.reconcile();
    const id = await dispatchBy(here, {
      "pawl-key": "late-flights/production/1",
      environment: "production",
      version: "3",
    });
    expect(await answer(here, id)).toBe("rejected");
    expect((await runs(here)).find((run) => run.id === id)).toMatchObject({
      status: "completed",
      conclusion: "failure",
    });
  });

  it("takes no promotion that another one came after", async () => {
    const here = await create();
    await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
    await here.reconcile();
    const [first] = await runs(here);
    await here.merge("production: 3\n", [{ from: 2, to: 3, verdict: "pass" }]);
    await here.reconcile();
    expect(await answer(here, first!.id)).toBe("rejected");
    const [second] = await runs(here);
    expect(await answer(here, second!.id)).toBe("approved");
  });

  it("is answered for a workflow run that is there and waits, and for no other", async () => {
    const here = await create();
    expect(await answer(here, 4711)).toBe("nothing");
  });
});
