import { describe, expect, it } from "vitest";
import { parseProjectConfig } from "../../../src/core/config/parse-project-config.ts";
import { ONBOARDING_BRANCH } from "../../../src/core/onboarding/render-onboarding-body.ts";
import { type OnboardingRequest, reconcileOnboarding } from "../../../src/reconcile/onboarding/reconcile-onboarding.ts";
import type { Workplace } from "../../../src/reconcile/workplace.ts";
import { type RegistryRepository, useRegistryScene } from "../registry/registry-scene.ts";

const scene = useRegistryScene();

const UNASKED: OnboardingRequest = {
  defaultBranch: "main",
  installedBy: "ben",
  askedBy: undefined,
  mayOpen: () => true,
};
const ASKED: OnboardingRequest = { ...UNASKED, askedBy: "ana" };

interface Listed {
  readonly number: number;
  readonly state: string;
  readonly body: string;
}

async function pullsOf({ repository }: RegistryRepository): Promise<readonly Listed[]> {
  return (await scene.api(`/repos/${repository}/pulls?state=all&per_page=100`)) as Listed[];
}

async function textOf({ repository }: RegistryRepository, path: string, ref: string): Promise<string | undefined> {
  const file = (await scene.api(`/repos/${repository}/contents/${path}?ref=${ref}`)) as { content: string } | undefined;
  return file === undefined ? undefined : Buffer.from(file.content, "base64").toString("utf8");
}

async function writesOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const { next } = await scene.fake.control.requests();
  await work();
  const { entries } = await scene.fake.control.requests({ since: next, app: scene.app.slug });
  return entries
    .filter(({ method, path }) => method !== "GET" && !/graphql|access_tokens/.test(path))
    .map(({ method, path }) => `${method} ${path.replace(/^\/repos\/ana\/[\w-]+/, "")}`);
}

/** The workplace of an App whose GitHub says this of the repository itself. */
function saying(here: RegistryRepository, facts: object): Workplace {
  const workplace = here.open();
  workplace.octokit.hook.after("request", (response, { url }) => {
    if (url === "/repos/{owner}/{repo}") Object.assign(response.data, facts);
  });
  return workplace;
}

describe("a repository without a configuration", () => {
  it("gets one pull request, with a configuration that is valid and an owner of it", async () => {
    const here = await scene.create();
    const outcome = await reconcileOnboarding(here.open(), UNASKED);
    expect(outcome).toMatchObject({ kind: "opened" });
    const parsed = parseProjectConfig((await textOf(here, ".github/pawl.yml", ONBOARDING_BRANCH)) ?? "");
    expect("project" in parsed && parsed.project.models[0]?.workflow).toBe("pawl-train.yml");
    expect(await textOf(here, ".github/CODEOWNERS", ONBOARDING_BRANCH)).toContain("/.github/pawl.yml  @ben\n");
    const [pull] = await pullsOf(here);
    expect(pull?.body).toContain(
      `/${here.repository}/new/pawl-onboarding?filename=.github%2Fworkflows%2Fpawl-train.yml`,
    );
    expect(await textOf(here, ".github/pawl.yml", "main")).toBeUndefined();
    expect(await scene.fake.control.violations()).toEqual([]);
  });

  it("gets it once: a second look writes nothing, nor does another replica", async () => {
    const here = await scene.create();
    await reconcileOnboarding(here.open(), UNASKED);
    expect(await writesOf(() => reconcileOnboarding(here.open(), UNASKED))).toEqual([]);
    expect(await pullsOf(here)).toHaveLength(1);
  });

  it("closed without merging, it never comes back unasked, and its branch goes", async () => {
    const here = await scene.create();
    const { number } = (await reconcileOnboarding(here.open(), UNASKED)) as { number: number };
    await scene.fake.control.closePull({ repository: here.repository, number, author: "ana" });
    expect(await writesOf(() => reconcileOnboarding(here.open(), UNASKED))).toEqual([
      "DELETE /git/refs/heads%2Fpawl-onboarding",
    ]);
    expect(await reconcileOnboarding(here.open(), UNASKED)).toEqual({ kind: "over", number });
    await here.commit({ "train.py": "print(2)\n" });
    expect(await reconcileOnboarding(here.open(), UNASKED)).toEqual({ kind: "over", number });
    expect(await pullsOf(here)).toHaveLength(1);
  });

  it("asked for, it comes again, from the default branch as it is now", async () => {
    const here = await scene.create();
    const { number } = (await reconcileOnboarding(here.open(), UNASKED)) as { number: number };
    await scene.fake.control.closePull({ repository: here.repository, number, author: "ana" });
    await here.commit({ "metrics.json": '{"f1": 0.5}' });
    const again = await reconcileOnboarding(here.open(), ASKED);
    expect(again).toEqual({ kind: "opened", number: number + 1 });
    expect(await textOf(here, ".github/pawl.yml", ONBOARDING_BRANCH)).toContain("primary-metric: f1");
    expect(await reconcileOnboarding(here.open(), ASKED)).toEqual({ kind: "updated", number: number + 1 });
  });

  it("merged, the branch goes and nothing more is said, whatever people added to it", async () => {
    const here = await scene.create();
    const { number } = (await reconcileOnboarding(here.open(), UNASKED)) as { number: number };
    await here.commit({ ".github/workflows/pawl-train.yml": "on: push\n" }, { branch: ONBOARDING_BRANCH });
    await scene.fake.control.mergePull({ repository: here.repository, number, author: "ana" });
    expect(await writesOf(() => reconcileOnboarding(here.open(), UNASKED))).toEqual([
      "DELETE /git/refs/heads%2Fpawl-onboarding",
    ]);
    expect(await reconcileOnboarding(here.open(), ASKED)).toEqual({ kind: "configured" });
  });

  it("what people pushed to its branch is theirs, also where they closed it", async () => {
    const here = await scene.create();
    const { number } = (await reconcileOnboarding(here.open(), UNASKED)) as { number: number };
    await here.commit({ "notes.md": "mine" }, { branch: ONBOARDING_BRANCH });
    expect(await reconcileOnboarding(here.open(), ASKED)).toEqual({ kind: "hands-off", number });
    await scene.fake.control.closePull({ repository: here.repository, number, author: "ana" });
    expect(await writesOf(() => reconcileOnboarding(here.open(), ASKED))).toEqual([]);
    expect(await textOf(here, "notes.md", ONBOARDING_BRANCH)).toBe("mine");
  });

  it("waits for its turn without writing anything", async () => {
    const here = await scene.create();
    const writes = await writesOf(async () => {
      const outcome = await reconcileOnboarding(here.open(), { ...UNASKED, mayOpen: () => false });
      expect(outcome).toEqual({ kind: "later" });
    });
    expect(writes).toEqual([]);
  });

  it("a crash after each write is finished by the next look", async () => {
    for (const route of ["POST /repos/{owner}/{repo}/git/refs", "POST /repos/{owner}/{repo}/pulls"]) {
      for (const when of ["before", "after"] as const) {
        const here = await scene.create();
        await scene.fake.control.addFault({ route, effect: { kind: "status", status: 403, when } });
        await reconcileOnboarding(here.open(), UNASKED).catch(() => undefined);
        await scene.fake.control.clearFaults();
        await reconcileOnboarding(here.open(), UNASKED);
        expect(
          (await pullsOf(here)).map(({ state }) => state),
          `${route} ${when}`,
        ).toEqual(["open"]);
      }
    }
  });
});

describe("a repository that gets none", () => {
  it.each`
    what                   | files                                           | facts                 | reason
    ${"nothing trains in"} | ${{ "train.py": null, "app.py": "print(1)\n" }} | ${{}}                 | ${"Nothing in it trains"}
    ${"is archived"}       | ${{}}                                           | ${{ archived: true }} | ${"archived"}
    ${"is a fork"}         | ${{}}                                           | ${{ fork: true }}     | ${"fork"}
  `("that $what", async ({ files, facts, reason }) => {
    const here = await scene.create(files);
    if (files["train.py"] === null) await here.commit(files);
    const writes = await writesOf(async () => {
      const outcome = await reconcileOnboarding(saying(here, facts), UNASKED);
      expect(outcome).toMatchObject({ kind: "unsuitable", reason: expect.stringContaining(reason) });
    });
    expect(writes).toEqual([]);
  });

  it("that is empty", async () => {
    const { repository } = await scene.fake.control.createRepository({ owner: "ana", name: "empty" });
    const [owner = "", repo = ""] = repository.split("/");
    const here = await scene.create();
    const workplace = { ...here.open(), repository: { owner, repo } };
    expect(await reconcileOnboarding(workplace, UNASKED)).toMatchObject({ kind: "unsuitable" });
  });

  it("that is configured", async () => {
    const here = await scene.create({ ".github/pawl.yml": "models: {}\n" });
    expect(await writesOf(() => reconcileOnboarding(here.open(), ASKED))).toEqual([]);
  });

  it("names nobody as owner who may not write", async () => {
    const here = await scene.create();
    await reconcileOnboarding(here.open(), { ...UNASKED, installedBy: "mallory" });
    const owners = await textOf(here, ".github/CODEOWNERS", ONBOARDING_BRANCH);
    expect(owners).toContain("@ana");
    expect(owners).not.toContain("mallory");
  });
});
