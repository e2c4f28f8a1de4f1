import { Octokit } from "@octokit/rest";
import { describe, expect, it } from "vitest";
import { judgeRepository } from "../../../src/core/doctor/judge-repository.ts";
import { checkRepository } from "../../../src/reconcile/promotion/check-repository.ts";
import { reconcilePullRequest } from "../../../src/reconcile/reconcile-pull-request.ts";
import { judgeMergeGroupOf, reportMergeGroup } from "../../../src/reconcile/report-merge-group.ts";
import { runCommand } from "../../../src/reconcile/run-command.ts";
import { ALIASES, POLICY, type PromotionRepository, usePromotionScene } from "./promotion-scene.ts";

const { scene, create } = usePromotionScene();
const control = () => scene.fake.control;

const ignore = () => undefined;
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

const GLASS = POLICY.replace(
  "          - approvals: { count: 1 }\n",
  "          - any: [ { approvals: { count: 1 } }, { break-glass: { users: [ben] } } ]\n",
);

async function say(here: PromotionRepository, issue: number, body: string, author: string) {
  const { commentId } = await control().comment({ repository: here.repository, number: issue, author, body });
  const comment = { issue, onPullRequest: true, commentId, author, body, createdAt: scene.clock() };
  await runCommand(here.workplace, comment, "main");
  const comments = (await scene.api(`/repos/${here.repository}/issues/${String(issue)}/comments?per_page=100`)) as {
    id: number;
    body: string;
  }[];
  return {
    commentId,
    answer: comments.find((one) => one.body.startsWith(`<!-- pawl:answer:${String(commentId)} -->`))?.body,
  };
}

async function edit(here: PromotionRepository, commentId: number, body: string) {
  await control().advanceClock({ milliseconds: 2000 });
  const url = `${scene.fake.url}/repos/${here.repository}/issues/comments/${String(commentId)}`;
  const headers = { authorization: `Bearer ${scene.token()}` };
  await fetch(url, { method: "PATCH", headers, body: JSON.stringify({ body }) });
}

describe("breaking the glass", () => {
  it("passes loudly for a named person, and not for anybody else", async () => {
    const here = await create({ ".github/pawl.yml": GLASS });
    const { number } = await here.pull({ [ALIASES]: "production: 2\n" });
    expect((await here.judge(number)).conclusion).toBe("action_required");
    await say(here, number, "/pawl break-glass version one answers nobody since midnight", "ana");
    expect((await here.judge(number)).conclusion).toBe("action_required");
    const { answer } = await say(here, number, "/pawl break-glass version one answers nobody since midnight", "ben");
    expect(answer).toContain("THE GLASS WAS BROKEN");
    const { conclusion, title, summary } = await here.judge(number);
    expect({ conclusion, title }).toEqual({ conclusion: "success", title: expect.stringContaining("GLASS BROKEN") });
    expect(summary).toContain("🚨");
  });

  it("counts for the commit that it was said of, and falls with a later push", async () => {
    const here = await create({ ".github/pawl.yml": GLASS }, 3);
    const { number } = await here.pull({ [ALIASES]: "production: 2\n" }, { branch: "burning" });
    await here.judge(number);
    await say(here, number, "/pawl break-glass version one answers nobody since midnight", "ben");
    expect((await here.judge(number)).conclusion).toBe("success");
    await control().advanceClock({ milliseconds: 60_000 });
    await control().commitFiles({
      repository: here.repository,
      branch: "burning",
      files: { [ALIASES]: "production: 3\n" },
      message: "3",
      author: "mallory",
    });
    await here.judge(number);
    const { conclusion, text } = await here.judge(number);
    expect(conclusion).toBe("action_required");
    expect(text).toContain("broke the glass before");
  });

  it("a comment that somebody else edited to say so does not count", async () => {
    const here = await create({ ".github/pawl.yml": GLASS });
    const { number } = await here.pull({ [ALIASES]: "production: 2\n" });
    await here.judge(number);
    const { commentId } = await say(here, number, "looks fine to me", "ben");
    await edit(here, commentId, "/pawl break-glass version one answers nobody since midnight");
    expect((await here.judge(number)).conclusion).toBe("action_required");
  });
});

describe("a merge group", () => {
  it("is judged by the commit that would be merged, and again when a review is dismissed", async () => {
    const here = await create();
    const { number } = await here.pull({ [ALIASES]: "production: 2\n" });
    await here.approve(number);
    await here.judge(number);
    const { headSha } = await control().queueMergeGroup({ repository: here.repository, number, author: "ana" });
    const headRef = `refs/heads/gh-readonly-queue/main/pr-${String(number)}-${headSha}`;
    await reportMergeGroup(here.workplace, { headSha, headRef });
    expect(await here.check(headSha)).toMatchObject({ conclusion: "success" });
    const reviews = `/repos/${here.repository}/pulls/${String(number)}/reviews`;
    const [review] = (await scene.api(reviews)) as { id: number }[];
    const headers = { authorization: `Bearer ${scene.token()}` };
    const url = `${scene.fake.url}${reviews}/${String(review?.id)}/dismissals`;
    await fetch(url, { method: "PUT", headers, body: JSON.stringify({ message: "no" }) });
    await reconcilePullRequest(here.workplace, number, { fresh: false, only: "promotion" });
    await judgeMergeGroupOf(here.workplace, number);
    expect(await here.check(headSha)).toMatchObject({ conclusion: "action_required" });
  });
});

describe("pawl doctor", () => {
  const levels = async (octokit: Octokit, here: PromotionRepository) => {
    const [owner = "", repo = ""] = here.repository.split("/");
    const app = { id: scene.app.appId, slug: scene.app.slug };
    const facts = await checkRepository({ octokit, repository: { owner, repo }, app, project: undefined });
    return { facts, texts: judgeRepository(facts).map(({ level, what }) => `${level}: ${what}`) };
  };

  it("sees the required check and its source, from a ruleset and from branch protection", async () => {
    const here = await create({}, 1);
    const admin = new Octokit({ baseUrl: scene.fake.url, auth: scene.token(), log: SILENT });
    const [owner = "", repo = ""] = here.repository.split("/");
    expect((await levels(admin, here)).texts).toContain("problem: `main` does not require `pawl / promotion`");
    await admin.rest.repos.createRepoRuleset({
      owner,
      repo,
      name: "main",
      enforcement: "active",
      target: "branch",
      bypass_actors: [{ actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "always" }],
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
      rules: [
        { type: "non_fast_forward" },
        {
          type: "required_status_checks",
          parameters: {
            strict_required_status_checks_policy: false,
            required_status_checks: [{ context: "pawl / promotion", integration_id: scene.app.appId }],
          },
        },
      ],
    });
    const { texts, facts } = await levels(admin, here);
    expect(
      texts.some((text) => text.startsWith("good: `main` requires `pawl / promotion`")),
      texts.join("\n"),
    ).toBe(true);
    expect(facts.bypass).toMatchObject({ kind: "known", value: [expect.stringContaining("administrators")] });
    expect(facts.forcePush).toEqual({ kind: "known", value: false });
    // The App may see what is required, and not who may get past it.
    const seen = await levels(here.open().octokit, here);
    expect(seen.facts.requiredChecks.kind).toBe("known");
    expect(seen.facts.bypass.kind).toBe("unknown");
  });
});
