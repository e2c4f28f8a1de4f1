import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { describe, expect, it } from "vitest";
import { PROMOTION_CHECK } from "../../../src/core/gate/render-promotion-check.ts";
import { parseRegistry } from "../../../src/core/registry/registry-documents.ts";
import type { Blob } from "../../../src/github/blobs.ts";
import { planAliasChanges } from "../../../src/reconcile/promotion/plan-alias-changes.ts";
import { reconcilePullRequest } from "../../../src/reconcile/reconcile-pull-request.ts";
import { openPromotionPull } from "../../../src/reconcile/registry/open-promotion-pull.ts";
import { reconcileRegistry } from "../../../src/reconcile/registry/reconcile-registry.ts";
import { buildPackage } from "../registry/build-package.ts";
import { answering, buildEnvironment, identityAt, keep, PLAN } from "../registry/registry-scene.ts";
import { ALIASES, POLICY, type PromotionRepository, usePromotionScene } from "./promotion-scene.ts";

const { scene, create } = usePromotionScene();
const control = () => scene.fake.control;

/** As a person with this token, on GitHub's API. */
async function send(method: string, path: string, body: object, token = scene.token()): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(`${scene.fake.url}${path}`, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${await response.text()}`);
  return response.json();
}

/** One repository for the tests that only open pull requests in it. */
let shared: Promise<PromotionRepository> | undefined;
const share = () => {
  shared ??= create({}, 3);
  return shared;
};

/** A pull request that says nothing about itself but what it changes. */
async function judged(here: PromotionRepository, files: Record<string, string | null>, approver = "ben") {
  const { number } = await here.pull(files);
  await here.approve(number, approver);
  return here.judge(number);
}

describe("attacks on what a version is made of", () => {
  it("metrics forged by a fork: a fork moves no alias, whatever its reviews say", async () => {
    const here = await create();
    const { repository } = await control().fork({ repository: here.repository, owner: "mallory" });
    await control().commitFiles({
      repository,
      branch: "try",
      files: { [ALIASES]: "production: 2\n" },
      message: "2",
      author: "mallory",
    });
    const wish = { repository: here.repository, head: "mallory:try", title: "try", author: "mallory" };
    const { number } = await control().openPull(wish);
    await here.approve(number);
    expect(await here.judge(number)).toMatchObject({
      conclusion: "action_required",
      title: expect.stringContaining("fork"),
    });
  });

  it.each([
    ["a pull request's own run", { defaultBranch: false, pullRequest: 7 }],
    ["another branch", { defaultBranch: false }],
  ] as const)("a package of %s becomes no version, so no alias can name it", async (_name, options) => {
    const here = await create();
    await keep(here.workplace, [buildPackage(identityAt(here.mainSha))], options);
    await reconcileRegistry(here.workplace, { models: [PLAN] }, "main");
    const { conclusion, title } = await judged(here, { [ALIASES]: "production: 3\n" });
    expect({ conclusion, title }).toMatchObject({
      conclusion: "failure",
      title: expect.stringContaining("is not registered"),
    });
  });

  it("a re-run with another artifact changes no version that is there", async () => {
    const here = await create();
    const read = async () => {
      const file = (await scene.api(
        `/repos/${here.repository}/contents/models/late-flights/registry.json?ref=pawl`,
      )) as { content: string };
      return parseRegistry(Buffer.from(file.content, "base64"), "registry").versions;
    };
    const packed = buildPackage(identityAt(here.mainSha));
    await keep(here.workplace, [packed]);
    await reconcileRegistry(here.workplace, { models: [PLAN] }, "main");
    const before = await read();
    const other = buildPackage(packed.identity);
    await keep(here.workplace, [other]);
    await reconcileRegistry(here.workplace, { models: [PLAN] }, "main");
    expect(await read()).toEqual(before);
  });

  it("an alias that names an unregistered version fails", async () => {
    const { conclusion, title } = await judged(await share(), { [ALIASES]: "production: 9\n" });
    expect({ conclusion, title }).toMatchObject({
      conclusion: "failure",
      title: expect.stringContaining("version 9 of late-flights is not registered"),
    });
  });

  it.each([
    ["holds another digest", { kind: "differs", digest: `sha256:${"0".repeat(64)}` }],
    ["does not have the digest", { kind: "absent" }],
  ] as const)("a version whose registry %s fails", async (_name, state) => {
    const here = await create();
    const workplace = here.open({ packages: answering(state) });
    const { number, headSha } = await here.pull({ [ALIASES]: "production: 2\n" });
    await here.approve(number);
    await reconcilePullRequest(workplace, number, { fresh: false });
    expect(await here.check(headSha)).toMatchObject({ conclusion: "failure", text: expect.stringContaining("digest") });
  });

  it("a tag that was moved by hand fails", async () => {
    const here = await create();
    const tag = (await scene.api(`/repos/${here.repository}/git/ref/tags/late-flights@v2.0.0`)) as {
      object: { sha: string };
    };
    expect(tag.object.sha).toMatch(/^[0-9a-f]{40}$/);
    const ref = `/repos/${here.repository}/git/refs/tags/late-flights@v2.0.0`;
    await send("PATCH", ref, { sha: here.mainSha, force: true });
    const { conclusion, text } = await judged(here, { [ALIASES]: "production: 2\n" });
    expect({ conclusion, text }).toMatchObject({
      conclusion: "failure",
      text: expect.stringContaining("moved by hand"),
    });
  });
});

describe("attacks on the rules", () => {
  it("a policy that the head changes is not the one it is judged by", async () => {
    const here = await create();
    const lax = POLICY.replace("          - approvals: { count: 1 }\n", "");
    const { number } = await here.pull({ [ALIASES]: "production: 2\n", ".github/pawl.yml": lax });
    const { conclusion, text } = await here.judge(number);
    expect(conclusion).toBe("action_required");
    expect(text).toMatch(/approval/);
  });

  it("a policy that is changed first needs the approvals that the old one demands", async () => {
    const here = await create();
    const lax = POLICY.replace("approvals: { count: 1 }", "label: { present: [go] }");
    const { number } = await here.pull({ ".github/pawl.yml": lax });
    expect((await here.judge(number)).conclusion).toBe("action_required");
    await here.approve(number);
    expect((await here.judge(number)).conclusion).toBe("success");
  });

  it("a configuration that is taken away needs them as well", async () => {
    const here = await create();
    const { number } = await here.pull({ ".github/pawl.yml": null });
    expect((await here.judge(number)).conclusion).toBe("action_required");
  });

  it("the same commit, asked into a branch with other rules, is judged by the default branch's", async () => {
    const here = await create();
    const lax = POLICY.replace("          - approvals: { count: 1 }\n", "");
    await control().commitFiles({
      repository: here.repository,
      branch: "lax",
      files: { ".github/pawl.yml": lax },
      message: "lax",
      author: "mallory",
    });
    const { headSha } = await here.pull({ [ALIASES]: "production: 2\n" }, { branch: "double" });
    const wish = { repository: here.repository, head: "double", base: "lax", title: "double", author: "mallory" };
    const second = await control().openPull(wish);
    expect(second.headSha).toBe(headSha);
    expect((await here.judge(second.number)).conclusion).toBe("action_required");
  });

  it("a check run of the same name by another App is not taken for ours, and lets nothing be merged", async () => {
    const here = await create();
    const { repository } = here;
    const checks = [{ context: PROMOTION_CHECK, app_id: scene.app.appId }];
    const protection = {
      required_status_checks: { strict: false, checks },
      enforce_admins: true,
      required_pull_request_reviews: null,
      restrictions: null,
    };
    await send("PUT", `/repos/${repository}/branches/main/protection`, protection);
    const { number, headSha } = await here.pull({ [ALIASES]: "production: 2\n" });
    const permissions = { checks: "write", metadata: "read" } as const;
    const { slug, appId, privateKey } = await control().createApp({
      name: "Impostor",
      owner: "mallory",
      permissions,
      events: [],
    });
    const { installationId } = await control().install({ app: slug, account: "ana" });
    const impostor = new Octokit({
      baseUrl: scene.fake.url,
      authStrategy: createAppAuth,
      auth: { appId, privateKey, installationId },
    });
    const [owner = "", repo = ""] = repository.split("/");
    await impostor.rest.checks.create({
      owner,
      repo,
      head_sha: headSha,
      name: PROMOTION_CHECK,
      status: "completed",
      conclusion: "success",
    });
    expect((await here.judge(number)).conclusion).toBe("action_required");
    await expect(control().mergePull({ repository, number, author: "ana" })).rejects.toThrow();
    await here.approve(number);
    expect((await here.judge(number)).conclusion).toBe("success");
    await control().mergePull({ repository, number, author: "ana" });
  });
});

describe("attacks on approvals", () => {
  it("one of an older commit falls when a file that the gate reads changes, and the check says whose and why", async () => {
    const here = await share();
    const { number } = await here.pull({ [ALIASES]: "production: 2\n" }, { branch: "switch" });
    await here.approve(number);
    expect((await here.judge(number)).conclusion).toBe("success");
    await control().commitFiles({
      repository: here.repository,
      branch: "switch",
      files: { [ALIASES]: "production: 3\n" },
      message: "3",
      author: "mallory",
    });
    const { conclusion, text } = await here.judge(number);
    expect(conclusion).toBe("action_required");
    expect(text).toContain("ben");
    expect(text).toContain("fell");
    expect(text).toContain("aliases");
  });

  it("one of an older commit stays while every file that the gate reads is the same", async () => {
    const here = await share();
    const { number } = await here.pull({ [ALIASES]: "production: 2\n" }, { branch: "words" });
    await here.approve(number);
    await control().commitFiles({
      repository: here.repository,
      branch: "words",
      files: { "README.md": "words\n" },
      message: "words",
      author: "mallory",
    });
    expect((await here.judge(number)).conclusion).toBe("success");
  });

  it("by a second account without permission does not count", async () => {
    const here = await share();
    const { number } = await here.pull({ [ALIASES]: "production: 2\n" }, { author: "ben" });
    await here.approve(number, "mallory");
    const { conclusion, text } = await here.judge(number);
    expect(conclusion).toBe("action_required");
    expect(text).toContain("read permission");
  });

  it("by a committer of the pull request does not count", async () => {
    const here = await share();
    const { number } = await here.pull({ [ALIASES]: "production: 2\n" }, { branch: "shared" });
    await control().commitFiles({
      repository: here.repository,
      branch: "shared",
      files: { "README.md": "b\n" },
      message: "b",
      author: "ben",
    });
    await here.approve(number);
    const { conclusion, text } = await here.judge(number);
    expect(conclusion).toBe("action_required");
    expect(text).toContain("wrote a commit");
  });

  it("that GitHub dismissed never counts again", async () => {
    const here = await share();
    const { number } = await here.pull({ [ALIASES]: "production: 2\n" });
    await here.approve(number);
    expect((await here.judge(number)).conclusion).toBe("success");
    const [review] = (await scene.api(`/repos/${here.repository}/pulls/${String(number)}/reviews`)) as { id: number }[];
    await send("PUT", `/repos/${here.repository}/pulls/${String(number)}/reviews/${String(review?.id)}/dismissals`, {
      message: "no",
    });
    const { conclusion, text } = await here.judge(number, "promotion");
    expect(conclusion).toBe("action_required");
    expect(text).toContain("dismissed");
  });

  it("by whoever asked the App does not count, whatever the pull request's text is edited to say", async () => {
    const here = await share();
    const plan = { ...PLAN, environments: [buildEnvironment()] };
    const wish = { plan, environment: "production", version: 2, defaultBranch: "main", requestedBy: "ben" };
    const outcome = await openPromotionPull(here.workplace, wish);
    const number = "number" in outcome ? (outcome.number ?? 0) : 0;
    expect(outcome.kind).toBe("opened");
    await send("PATCH", `/repos/${here.repository}/pulls/${String(number)}`, {
      body: "<!-- pawl:promotion late-flights production 2 -->\nAsked for by mallory.",
    });
    await here.approve(number);
    const { conclusion, text } = await here.judge(number);
    expect(conclusion).toBe("action_required");
    expect(text).toContain("asked for it");
    await here.approve(number, "ana");
    expect((await here.judge(number, "promotion")).conclusion).toBe("success");
  });

  it("the marker of the App in somebody's pull request makes nobody its author", async () => {
    const here = await share();
    const { number } = await here.pull({ [ALIASES]: "production: 2\n" });
    await control().comment({
      repository: here.repository,
      number,
      author: "mallory",
      body: "<!-- pawl:experiment -->\n✅ approved",
    });
    expect((await here.judge(number)).conclusion).toBe("action_required");
  });
});

describe("attacks on the alias file", () => {
  const billion = `a: &a [x]\n${Array.from({ length: 9 }, (_, index) => `b${String(index)}: [*a,*a,*a,*a,*a,*a,*a,*a,*a]`).join("\n")}\n`;
  const blob = (text: string | undefined, id = text ?? "binary"): Blob => ({ id, bytes: id.length, text });
  const before = blob("production: 1\n");
  const plan = (path: string, head: Blob) =>
    planAliasChanges([{ path, mergeBase: before, base: before, head }]).invalid.map((file) => file.path);

  it.each([
    ["an anchor", "staging: &v 2\nproduction: *v\n"],
    ["a key twice", "production: 1\nproduction: 2\n"],
    ["a billion laughs", billion],
    ["a tag", "production: !!int 2\n"],
    ["a merge key", "<<: { production: 2 }\n"],
    ["a path for a version", "production: ../../2\n"],
    ["a path for an environment", "../production: 2\n"],
    ["a second document", "production: 1\n---\nproduction: 2\n"],
    ["a number in another notation", "production: 0x2\n"],
    ["more than 16 KiB", `production: 2\n${"# padding\n".repeat(2000)}`],
    ["a character that hides others", "production: 2\u202e\n"],
    ["a symbolic link, of which git shows the target", "../../aliases.yml"],
    ["no text", undefined],
  ])("%s is no alias file", (_name, text) => {
    expect(plan(ALIASES, blob(text))).toEqual([ALIASES]);
  });

  it.each([
    ".pawl/aliases/late-flights.yaml",
    ".pawl/aliases/deep/late-flights.yml",
    ".pawl/aliases/..%2fmain.yml",
    ".pawl/aliases/Late-Flights.yml",
  ])("%s is no path of an alias file", (path) => {
    expect(plan(path, blob("production: 2\n"))).toEqual([path]);
  });

  it("one of these fails the check, and its line is annotated", async () => {
    const here = await share();
    const { conclusion, title, id } = await judged(here, { [ALIASES]: "production: 1\nproduction: 2\n" });
    expect({ conclusion, title }).toMatchObject({
      conclusion: "failure",
      title: expect.stringContaining("is not valid"),
    });
    const lines = (await scene.api(`/repos/${here.repository}/check-runs/${String(id)}/annotations`)) as {
      path: string;
      start_line: number;
    }[];
    expect(lines).toMatchObject([{ path: ALIASES, start_line: 2 }]);
  });

  it("both sides changed: what git would make of it was shown to nobody", async () => {
    const here = await create({ [ALIASES]: "production: 1\n# a\n# b\n# c\n# d\n# e\n" });
    const { number } = await here.pull({ [ALIASES]: "production: 2\n# a\n# b\n# c\n# d\n# e\n" });
    await here.approve(number);
    await here.commit({ [ALIASES]: "production: 1\n# a\n# b\n# c\n# d\n# e\nproduction-eu: 1\n" });
    const { conclusion, summary } = await here.judge(number);
    expect(conclusion).toBe("failure");
    expect(summary).toContain("changed on the base branch as well");
  });
});
