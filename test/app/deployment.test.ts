import { expect, it, vi } from "vitest";
import { DEPLOY } from "../reconcile/deployment/deployment-scene.ts";
import { buildPackage } from "../reconcile/registry/build-package.ts";
import { CONFIG, identityOf, useAppOnFakeGitHub } from "../support/app-on-fake-github.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const world = useAppOnFakeGitHub();
const ALIASES = ".pawl/aliases/late-flights.yml";
const POLICY = `${CONFIG}promotion:
  environments:
    production: { workflow: deploy.yml, gate: { all: [ { approvals: { count: 1 } } ] } }
`;

it("a promotion that was merged while the App was down is deployed once by its sweep, also when all is told again", async () => {
  const { control } = world.fake;
  const { repository } = await world.createRepository("down", {
    ".github/pawl.yml": POLICY,
    ".github/workflows/deploy.yml": DEPLOY,
  });
  await control.createUser({ login: "ben" });
  await control.addCollaborator({ repository, login: "ben", permission: "write" });
  const files = { "train.py": "print(2)\n" };
  await control.commitFiles({ repository, branch: "main", files, message: "train", author: "ana" });
  await world.settle();
  const run = await world.startRun();
  await world.upload(run, buildPackage(identityOf(run)));
  await world.completeRun(run);
  const { number } = await world.openPull(repository, "promote", { [ALIASES]: "production: 1\n" });
  await control.review({ repository, number, author: "ben", state: "APPROVED" });
  await world.settle();

  await world.restart(async () => {
    await control.mergePull({ repository, number, author: "ana" });
    await control.settle();
  });
  const made = async () => {
    const tags = (await world.api(`/repos/${repository}/git/matching-refs/tags/late-flights%23`)) as { ref: string }[];
    const deployments = (await world.api(`/repos/${repository}/deployments`)) as { id: number; environment: string }[];
    const runs = (await world.api(`/repos/${repository}/actions/runs?event=workflow_dispatch`)) as {
      workflow_runs: { display_title: string }[];
    };
    return {
      tags: tags.map(({ ref }) => ref),
      environments: deployments.map(({ environment }) => environment),
      runs: runs.workflow_runs.map(({ display_title: title }) => title),
      deployment: deployments[0]?.id,
    };
  };
  const once = await made();
  expect(once).toMatchObject({
    tags: ["refs/tags/late-flights#production#1"],
    environments: ["production"],
    runs: ["deploy late-flights/production/1"],
  });

  const lost = await control.deliveries({ app: world.app.slug });
  await control.redeliver({
    ids: lost.filter(({ event }) => event === "push" || event === "pull_request").map(({ id }) => id),
  });
  await world.settle();
  expect(await made()).toEqual(once);

  await fetch(`${world.fake.url}/repos/${repository}/deployments/${String(once.deployment)}/statuses`, {
    method: "POST",
    headers: { authorization: `Bearer ${world.token()}` },
    body: JSON.stringify({ state: "success" }),
  });
  await world.settle();
  const registry = JSON.parse((await world.ledgerFile(repository, "models/late-flights/registry.json")) ?? "{}");
  expect(registry.promotions).toMatchObject([{ standing: "approved", complete: true, status: "success" }]);
  expect(world.fake.violations).toEqual([]);
});
