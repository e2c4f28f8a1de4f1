import { describe, expect, it } from "vitest";
import { parseProjectConfig } from "../../../src/core/config/parse-project-config.ts";
import type { Project } from "../../../src/core/config/project-config.ts";
import { boxKey, type DashboardBox } from "../../../src/core/dashboard/dashboard-box.ts";
import { DASHBOARD_MARKER, DASHBOARD_TITLE } from "../../../src/core/dashboard/render-dashboard.ts";
import { reconcileDashboard } from "../../../src/reconcile/dashboard/reconcile-dashboard.ts";
import { reconcileRegistry } from "../../../src/reconcile/registry/reconcile-registry.ts";
import type { Workplace } from "../../../src/reconcile/workplace.ts";
import { buildRun } from "../../core/evidence/build-evidence.ts";
import { weekOf } from "../../core/monitoring/window-cases.ts";
import {
  buildPackage,
  identityAt,
  keep,
  type RegistryRepository,
  useRegistryScene,
} from "../registry/registry-scene.ts";
import { setWindows } from "../retraining/retraining-scene.ts";

const scene = useRegistryScene();

const CONFIG = `models:
  late-flights:
    paths: [train.py]
    primary-metric: roc-auc
    drift: { schedule: "17 3 * * 1" }
    retrain: {}
promotion:
  environments:
    production: { gate: { approvals: { count: 1 } } }
`;

const DRIFT = `name: drift
on:
  workflow_dispatch:
    inputs:
      pawl-key: { required: false, type: string }
run-name: drift \${{ inputs.pawl-key }}
jobs: { drift: { runs-on: ubuntu-latest, steps: [{ run: echo }] } }
`;

const CHECK: DashboardBox = { action: "check", model: "late-flights" };
const RETRAIN: DashboardBox = { action: "retrain", model: "late-flights" };
const PROMOTE: DashboardBox = { action: "promote", model: "late-flights", environment: "production", version: 1 };

interface Listed {
  readonly number: number;
  readonly state: string;
  readonly title: string;
  readonly body: string;
  readonly pull_request?: object;
}

function parse(text: string): Project {
  const parsed = parseProjectConfig(text);
  if ("issues" in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.project;
}

/** A repository with one version of its model, and its dashboard. */
async function setUp(config = CONFIG) {
  const here = await scene.create({ ".github/pawl.yml": config, ".github/workflows/drift.yml": DRIFT });
  const workplace = here.open();
  const project = parse(config);
  const identity = identityAt(here.mainSha);
  const [run] = await keep(workplace, [buildRun({ identity })]);
  if (run === undefined) throw new Error("nothing kept");
  await keep(workplace, [buildPackage(identity, { lineage: { run, evaluations: [], data: [] } })]);
  await reconcileRegistry(workplace, project, "main");
  const look = async (options: { editor?: string; workplace?: Workplace } = {}) => {
    await scene.fake.control.advanceClock({ milliseconds: 2000 });
    await reconcileDashboard(options.workplace ?? workplace, { project, defaultBranch: "main" }, options);
    await scene.fake.control.advanceClock({ milliseconds: 2000 });
  };
  await look();
  return { here, workplace, look, project };
}

async function issuesOf({ repository }: RegistryRepository): Promise<readonly Listed[]> {
  const all = (await scene.api(`/repos/${repository}/issues?state=all&per_page=100`)) as Listed[];
  return all.filter(({ pull_request: pull }) => pull === undefined);
}

async function dashboardOf(here: RegistryRepository): Promise<Listed> {
  const found = (await issuesOf(here)).find(({ title }) => title === DASHBOARD_TITLE);
  if (found === undefined) throw new Error("no dashboard");
  return found;
}

async function edit(here: RegistryRepository, author: string, change: (body: string) => string): Promise<void> {
  const { number, body } = await dashboardOf(here);
  await scene.fake.control.editIssue({ repository: here.repository, number, author, body: change(body) });
  await scene.fake.control.advanceClock({ milliseconds: 2000 });
}

function tick(...boxes: readonly DashboardBox[]): (body: string) => string {
  return (body) =>
    body
      .split("\n")
      .map((line) => (boxes.some((box) => line.includes(boxKey(box))) ? line.replace("- [ ]", "- [x]") : line))
      .join("\n");
}

async function answersOf(here: RegistryRepository): Promise<readonly string[]> {
  const { number } = await dashboardOf(here);
  const found = (await scene.api(`/repos/${here.repository}/issues/${String(number)}/comments`)) as { body: string }[];
  return found.map(({ body }) => body);
}

async function pullBranches({ repository }: RegistryRepository): Promise<readonly string[]> {
  const found = (await scene.api(`/repos/${repository}/pulls?state=all`)) as { head: { ref: string } }[];
  return found.map(({ head }) => head.ref).toSorted();
}

async function checks({ repository }: RegistryRepository): Promise<number> {
  const found = (await scene.api(`/repos/${repository}/actions/runs?event=workflow_dispatch`)) as {
    workflow_runs: { display_title: string }[];
  };
  return found.workflow_runs.filter(({ display_title: title }) => title.startsWith("drift drift/late-flights/")).length;
}

async function writesOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const { next } = await scene.fake.control.requests();
  await work();
  const { entries } = await scene.fake.control.requests({ since: next, app: scene.app.slug });
  return entries
    .filter(({ method, path }) => method !== "GET" && !/graphql|access_tokens/.test(path))
    .map(({ method, path }) => `${method} ${path.replace(/^\/repos\/ana\/[\w-]+/, "")}`);
}

describe("the dashboard", () => {
  it("says that enough of the newest windows drifted, since when, and no more when that is over", async () => {
    const { here, workplace, look } = await setUp();
    const windows = [weekOf(1, 3), weekOf(2, 3), weekOf(3, 0.5)];
    await setWindows(workplace, windows);
    await look();
    expect((await dashboardOf(here)).body).toContain(
      "- ⚠️ drift in 2 of the last 3 windows, since the window of 2026-11-12",
    );
    await setWindows(workplace, [weekOf(-1, 0.5), weekOf(0, 0.5), ...windows]);
    await look();
    expect((await dashboardOf(here)).body).not.toContain("of the last 3 windows");
  });

  it("is one issue that shows the model, and is not written again while nothing changes", async () => {
    const { here, look } = await setUp();
    const { body } = await dashboardOf(here);
    for (const box of [CHECK, RETRAIN, PROMOTE]) expect(body).toContain(`${boxKey(box)}`);
    expect(body).toContain("Next check: 2026-11-30 03:17 UTC");
    const later = here.open({ now: () => "2026-11-28T23:59:00Z" });
    expect(await writesOf(() => look())).toEqual([]);
    expect(await writesOf(() => look({ workplace: later }))).toEqual([]);
    expect(await writesOf(() => look({ workplace: here.open() }))).toEqual([]);
    expect(await scene.fake.control.violations()).toEqual([]);
  });

  it("is not made for models that nobody watches or promotes, and goes where there are none any more", async () => {
    const plain = CONFIG.replace(/ {4}drift.*\n {4}retrain.*\n/, "").replace(/promotion:[\s\S]*/, "");
    const { here } = await setUp();
    await reconcileDashboard(here.open(), { project: parse(plain), defaultBranch: "main" });
    expect((await dashboardOf(here)).state).toBe("closed");
    const other = await scene.create({ ".github/pawl.yml": plain });
    expect(
      await writesOf(() => reconcileDashboard(other.open(), { project: parse(plain), defaultBranch: "main" })),
    ).toEqual([]);
  });

  it("closed by people it stays closed and as it is, until they reopen it", async () => {
    const { here, look } = await setUp();
    const { number, body } = await dashboardOf(here);
    const control = scene.fake.control;
    await edit(here, "ben", tick(PROMOTE));
    await control.editIssue({ repository: here.repository, number, author: "ben", state: "closed" });
    expect(await writesOf(() => look())).toEqual([]);
    expect(await writesOf(() => look({ workplace: here.open() }))).toEqual([]);
    await edit(here, "ben", () => body);
    await control.editIssue({ repository: here.repository, number, author: "ben", state: "open", body: "old" });
    await look();
    expect((await dashboardOf(here)).body).toBe(body);
    expect(await issuesOf(here)).toHaveLength(1);
  });

  it("is quiet where the repository takes no issues", async () => {
    const here = await scene.create({ ".github/pawl.yml": CONFIG });
    const workplace = here.open();
    workplace.octokit.hook.after("request", (response, { url }) => {
      if (url === "/repos/{owner}/{repo}") Object.assign(response.data, { has_issues: false });
    });
    const place = { project: parse(CONFIG), defaultBranch: "main" };
    expect(await writesOf(() => reconcileDashboard(workplace, place))).toEqual([]);
  });
});

describe("a ticked box", () => {
  it("promotes in the name of whoever ticked it, and is gone while the pull request is open", async () => {
    const { here, look } = await setUp();
    await edit(here, "ben", tick(PROMOTE));
    await look();
    expect(await pullBranches(here)).toEqual(["pawl-promote/late-flights/production"]);
    const { body } = await dashboardOf(here);
    expect(body).toMatch(/- Open: #\d+ promotes to `production`/);
    expect(body).not.toContain("[x]");
    expect(body).not.toContain(boxKey(PROMOTE));
    const commits = (await scene.api(
      `/repos/${here.repository}/commits?sha=pawl-promote/late-flights/production&per_page=1`,
    )) as { commit: { message: string } }[];
    expect(commits[0]?.commit.message).toContain('"requestedBy":"ben"');
    expect((await answersOf(here)).join("\n")).toMatch(/`ben` ticked[\s\S]*Merging it is what does it/);
  });

  it("starts a check, once, also where the App was killed before it unticked the box", async () => {
    const { here, look } = await setUp();
    await edit(here, "ben", tick(CHECK));
    const route = "PATCH /repos/{owner}/{repo}/issues/{issue_number}";
    await scene.fake.control.addFault({ route, effect: { kind: "status", status: 403, when: "before" } });
    await look({ workplace: here.open() }).catch(() => undefined);
    await scene.fake.control.clearFaults();
    expect((await dashboardOf(here)).body).toContain("[x]");
    await look({ workplace: here.open() });
    expect((await dashboardOf(here)).body).not.toContain("[x]");
    expect(await checks(here)).toBe(1);
    expect(await answersOf(here)).toHaveLength(1);
  });

  it("opens the retraining pull request, and says so below", async () => {
    const { here, look } = await setUp();
    await edit(here, "ben", tick(RETRAIN));
    await look();
    expect(await pullBranches(here)).toEqual(["pawl-retrain/late-flights"]);
    const { body } = await dashboardOf(here);
    expect(body).toMatch(/- Open: #\d+ retrains the model/);
    expect(body).not.toContain(boxKey(RETRAIN));
    expect((await answersOf(here)).join("\n")).toMatch(/Retraining of `late-flights`: #\d+ retrains it/);
  });

  it("asks for a check again when it is ticked again", async () => {
    const { here, look } = await setUp();
    for (const author of ["ben", "ana"]) {
      await edit(here, author, tick(CHECK));
      await look();
    }
    expect(await checks(here)).toBe(2);
    expect(await answersOf(here)).toHaveLength(1);
    expect((await answersOf(here))[0]).toContain("`ana` ticked");
  });

  it("of somebody who may not write is unticked with a reason, and does nothing", async () => {
    const { here, look } = await setUp();
    await edit(here, "ben", tick(PROMOTE, CHECK));
    await scene.fake.control.addCollaborator({ repository: here.repository, login: "ben", permission: "read" });
    await look({ editor: "ben" });
    expect(await pullBranches(here)).toEqual([]);
    expect(await checks(here)).toBe(0);
    expect((await dashboardOf(here)).body).not.toContain("[x]");
    expect((await answersOf(here)).join("\n")).toContain("needs write permission");
  });

  it("is nobody's where several people edited: a later hand does not lend its permission", async () => {
    const { here, look } = await setUp();
    await edit(here, "ben", tick(PROMOTE));
    await scene.fake.control.addCollaborator({ repository: here.repository, login: "ben", permission: "read" });
    await edit(here, "ana", (body) => `${body}\nnice`);
    await look({ editor: "ana" });
    expect(await pullBranches(here)).toEqual([]);
    expect((await answersOf(here)).join("\n")).toContain("several people edited");
  });

  it("is nobody's where only the App's own hand is known, unless a webhook says whose it was", async () => {
    const { here, look } = await setUp();
    const { number } = await dashboardOf(here);
    const mine = here.open();
    const { data } = await mine.octokit.rest.issues.get({ ...mine.repository, issue_number: number });
    const body = tick(PROMOTE)(data.body ?? "");
    await mine.octokit.rest.issues.update({ ...mine.repository, issue_number: number, body });
    await look();
    expect(await pullBranches(here)).toEqual([]);
    expect((await answersOf(here)).join("\n")).toContain("GitHub does not say who ticked it");
    await mine.octokit.rest.issues.update({ ...mine.repository, issue_number: number, body });
    await look({ editor: "ana" });
    expect(await pullBranches(here)).toEqual(["pawl-promote/late-flights/production"]);
  });
});

describe("a hostile edit changes nothing and is restored:", () => {
  it.each`
    what                        | change
    ${"a box of another model"} | ${(body: string) => `${body}\n- [x] Check <!-- pawl:do check churn -->`}
    ${"another version"}        | ${(body: string) => body.replace("- [ ] Propose", "- [x] Propose").replace("production 1 -->", "production 9 -->")}
    ${"another environment"}    | ${(body: string) => `${body}\n- [x] Go <!-- pawl:do promote late-flights staging 1 -->`}
    ${"two keys on one line"}   | ${(body: string) => `${body}\n- [x] Go ${boxKey(CHECK)} ${boxKey(PROMOTE)}`}
    ${"the marker taken out"}   | ${(body: string) => body.replace(DASHBOARD_MARKER, "")}
    ${"the text replaced"}      | ${() => "nothing to see here"}
    ${"a state that is not so"} | ${(body: string) => body.replace("| – | – | – |", "| 9 | 2026-01-01 | success |")}
  `("$what", async ({ change }) => {
    const { here, look } = await setUp();
    const { body } = await dashboardOf(here);
    await edit(here, "ben", change);
    await look({ workplace: here.open() });
    expect((await dashboardOf(here)).body).toBe(body);
    expect(await pullBranches(here)).toEqual([]);
    expect(await checks(here)).toBe(0);
    expect(await issuesOf(here)).toHaveLength(1);
  });

  it("somebody else's issue with its marker and title is not taken for it", async () => {
    const { here, look } = await setUp();
    const { body } = await dashboardOf(here);
    const wish = { repository: here.repository, title: DASHBOARD_TITLE, body: tick(PROMOTE)(body), author: "mallory" };
    await scene.fake.control.createIssue(wish);
    await look({ workplace: here.open(), editor: "mallory" });
    expect(await pullBranches(here)).toEqual([]);
  });
});
