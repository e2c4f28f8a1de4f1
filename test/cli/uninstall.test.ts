import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { parseProjectConfig } from "../../src/core/config/parse-project-config.ts";
import { reconcileDefaultBranch } from "../../src/reconcile/reconcile-default-branch.ts";
import { openPromotionPull } from "../../src/reconcile/registry/open-promotion-pull.ts";
import { upsertIssue } from "../../src/reconcile/upsert-issue.ts";
import { buildRun } from "../core/evidence/build-evidence.ts";
import { buildPackage, identityAt, keep, useRegistryScene } from "../reconcile/registry/registry-scene.ts";
import { pawlIn } from "../support/pawl-at-terminal.ts";
import { GIT_ENV } from "./clone/clone-scene.ts";

const scene = useRegistryScene();
const folder = mkdtempSync(join(tmpdir(), "pawl-uninstall-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CONFIG = `models:
  late-flights: { paths: [train.py], primary-metric: roc-auc }
promotion:
  environments:
    production: { gate: { approvals: { count: 1 } } }
`;

/** A repository with one version, everything that Pawl can leave behind, and a clone of it. */
async function setUp() {
  const here = await scene.create({
    ".github/pawl.yml": CONFIG,
    ".github/workflows/train.yml": "jobs: { a: { steps: [{ uses: pawl-ml/pawl/actions/train@v1 }] } }\n",
    ".github/workflows/lint.yml": "jobs: { a: { steps: [{ uses: acme/sprawl@v1 }] } }\n",
  });
  const { repository } = here;
  const workplace = here.open();
  const identity = identityAt(here.mainSha);
  const [run] = await keep(workplace, [buildRun({ identity })]);
  if (run === undefined) throw new Error("nothing kept");
  await keep(workplace, [buildPackage(identity, { lineage: { run, evaluations: [], data: [] } })]);
  await reconcileDefaultBranch(workplace, "main");
  const parsed = parseProjectConfig(CONFIG);
  const plan = "project" in parsed ? parsed.project.models[0] : undefined;
  if (plan === undefined) throw new Error("no plan");
  await openPromotionPull(workplace, {
    plan,
    environment: "production",
    version: 1,
    defaultBranch: "main",
    requestedBy: "ana",
  });
  await upsertIssue(workplace, { marker: "<!-- a -->", title: "Late", body: "<!-- a -->", reopen: true });
  const clone = join(folder, repository.replace("/", "-"));
  await promisify(execFile)("git", ["clone", "--quiet", `${scene.fake.url}/${repository}.git`, clone], {
    env: GIT_ENV,
  });
  const env = { ...GIT_ENV, GH_TOKEN: scene.token(), GITHUB_API_URL: scene.fake.url, PAWL_REGISTRIES: "" };
  return { repository, clone, pawl: (...args: string[]) => pawlIn(clone, env, ["uninstall", ...args]) };
}

async function demandEverything(repository: string): Promise<void> {
  const { control } = scene.fake;
  await control.protectBranch({
    repository,
    checks: [{ name: "pawl / promotion", app: scene.app.slug }, { name: "lint" }],
  });
  await control.guardEnvironment({ repository, environment: "production", app: scene.app.slug });
  const bypass = [{ actor_id: scene.app.appId, actor_type: "Integration", bypass_mode: "always" }];
  for (const ruleset of [
    {
      name: "tags of versions",
      target: "tag",
      bypass_actors: bypass,
      conditions: { ref_name: { include: ["refs/tags/*@v*"], exclude: [] } },
      rules: [{ type: "update" }, { type: "deletion" }],
    },
    {
      name: "checks",
      target: "branch",
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
      rules: [
        {
          type: "required_status_checks",
          parameters: {
            required_status_checks: [{ context: "pawl / data", integration_id: scene.app.appId }],
            strict_required_status_checks_policy: false,
          },
        },
      ],
    },
  ]) {
    const response = await fetch(`${scene.fake.url}/repos/${repository}/rulesets`, {
      method: "POST",
      headers: { authorization: `Bearer ${scene.token()}`, "content-type": "application/json" },
      body: JSON.stringify({ ...ruleset, enforcement: "active" }),
    });
    expect(response.status).toBe(201);
  }
}

const Result = z.object({
  app: z.string().nullable(),
  rules: z.array(z.object({ kind: z.string(), place: z.string(), names: z.array(z.string()) })),
  hidden: z.array(z.string()),
  open: z.array(z.object({ kind: z.string(), title: z.string() })),
  leftovers: z.array(z.string()),
  exported: z.object({ files: z.array(z.string()), missing: z.array(z.string()) }).nullable(),
});

describe("pawl uninstall", () => {
  it("lists the rules to lift first and what is open, and changes nothing on GitHub", async () => {
    const { repository, pawl } = await setUp();
    await demandEverything(repository);
    const { next } = await scene.fake.control.requests();
    const { code, printed } = await pawl("--json");
    const { entries } = await scene.fake.control.requests({ since: next });
    expect(entries.filter(({ method, path }) => method !== "GET" && !path.includes("git-upload-pack"))).toEqual([]);
    expect(code).toBe(1);
    const { app, rules, hidden, open, leftovers } = Result.parse(JSON.parse(printed));
    expect(app).toBe(scene.app.slug);
    expect(rules.map(({ kind, place, names }) => [kind, place.replace(/\(\d+\)/, "(n)"), ...names])).toEqual([
      ["check", "branch protection of main", "pawl / promotion"],
      ["bypass", "ruleset tags of versions (n)", "refs/tags/*@v*"],
      ["check", "ruleset checks (n)", "pawl / data"],
      ["environment", "environment production"],
    ]);
    expect(hidden).toEqual([]);
    expect(open).toEqual([
      { kind: "issue", title: "Late" },
      { kind: "pull-request", title: "Promote late-flights 1 to production" },
    ]);
    expect(leftovers).toEqual([".github/pawl.yml", ".github/workflows/train.yml"]);
    expect(await scene.fake.control.violations()).toEqual([]);
  });

  it("writes the registry as files that can be read without Pawl, once", async () => {
    const { clone, pawl } = await setUp();
    const { code, printed } = await pawl();
    expect(code).toBe(0);
    expect(printed).toContain("No rule waits for the App");
    const at = join(clone, "pawl-export");
    expect(
      readdirSync(at, { recursive: true, encoding: "utf8" })
        .filter((path) => /\.\w+$/.test(path))
        .toSorted(),
    ).toEqual([
      "README.md",
      "models/late-flights/aliases.json",
      "models/late-flights/registry.json",
      "models/late-flights/versions/1.json",
    ]);
    const version = JSON.parse(readFileSync(join(at, "models/late-flights/versions/1.json"), "utf8"));
    expect(version).toMatchObject({ schema: "pawl.version/v1", version: 1 });
    expect(readFileSync(join(at, "README.md"), "utf8")).toContain(version.digest);
    expect(await pawl()).toMatchObject({ code: 2, told: expect.stringContaining("is not empty") });
    expect((await pawl("--no-export")).code).toBe(0);
  });

  it("with a token that sees less says what it could not read", async () => {
    const { repository, clone } = await setUp();
    await demandEverything(repository);
    const { token } = await scene.fake.control.createUser({ login: `reader-${String(Date.now())}` });
    const env = { ...GIT_ENV, GH_TOKEN: token, GITHUB_API_URL: scene.fake.url, PAWL_REGISTRIES: "" };
    const { code, printed } = await pawlIn(clone, env, ["uninstall", "--no-export", "--json"]);
    expect(code).toBe(1);
    expect(Result.parse(JSON.parse(printed)).hidden).toContain("who may go past rulesets");
  });
});
