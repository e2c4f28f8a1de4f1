import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, takeScreenshot } from "../../../sandbox/page/screenshot.ts";
import { requireProgram } from "../../support/require-program.ts";
import { type Scene, startScene } from "./scene.ts";

const canDraw =
  findChromium() !== undefined || requireProgram("chromium", "apt-get install -y chromium fonts-noto-color-emoji");
const HOSTILE = `<script>document.title = "owned"</script><img src=x onerror="document.title='owned'"><a href="javascript:document.title='owned'">x</a>
<div class="merge" style="position:fixed">fake</div>

> [!WARNING]
> Careful

- [x] done

\`\`\`mermaid
xychart-beta
  x-axis [1, 2, 3]
  line [0.9, 0.5, 0.4]
\`\`\`

| a | b |
|--:|---|
| 1 | <details><summary>more</summary>inside</details> |
`;

let scene: Scene;
let folder: string;

beforeAll(async () => {
  scene = await startScene();
  folder = mkdtempSync(path.join(tmpdir(), "fake-page-"));
  const { number, headSha } = await scene.openPull();
  await scene.octokit.rest.issues.createComment({ ...scene.at, issue_number: number, body: HOSTILE });
  await scene.octokit.rest.checks.create({
    ...scene.at,
    name: "pawl / experiment",
    head_sha: headSha,
    conclusion: "success",
    output: { title: "Better", summary: "**yes**" },
  });
});
afterAll(async () => {
  await scene.fake.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = async (place: string): Promise<{ status: number; text: string }> => {
  const answer = await fetch(`${scene.fake.url}${place}`, { headers: { accept: "text/html" } });
  return { status: answer.status, text: await answer.text() };
};

describe("the page", () => {
  it.each([
    ["/", "ana/flights"],
    ["/ui/ana/flights", "Go deeper"],
    ["/ana/flights/pull/1", "pawl / experiment"],
    ["/ui/ana/flights/tree/main/model/train.py", "depth = 3"],
    ["/ui/ana/flights/tree/deeper", "README.md"],
  ])("%s shows %s and says that it is a stand-in", async (place, wanted) => {
    const { status, text } = await read(place);
    expect(status).toBe(200);
    expect(text).toContain(wanted);
    expect(text).toContain("A stand-in for GitHub");
  });

  it.each(["/ui/no/where", "/ui/ana/flights/pull/99", "/ui/assets/../page.ts", "/ui/%zz"])(
    "%s is not there",
    async (place) => {
      expect((await read(place)).status).toBe(404);
    },
  );

  it("carries what people wrote only as text", async () => {
    const { text } = await read("/ui/ana/flights/pull/1");
    expect(text).not.toContain("<script>document");
    expect(text).not.toContain("<img src=x");
  });

  it.skipIf(!canDraw)("draws a hostile comment without running it", { timeout: 90_000 }, async () => {
    const browser = await chromium.launch({ executablePath: findChromium()!, args: ["--no-sandbox", "--disable-gpu"] });
    try {
      const page = await browser.newPage();
      const strangers: string[] = [];
      page.on("request", (request) => {
        if (!request.url().startsWith(scene.fake.url) && !request.url().startsWith("data:"))
          strangers.push(request.url());
      });
      await page.goto(`${scene.fake.url}/ui/ana/flights/pull/1`);
      await page.waitForSelector("html[data-ready=true]", { timeout: 60_000 });
      expect(await page.title()).not.toContain("owned");
      expect(
        await page
          .locator(
            ".markdown .merge, .markdown [style]:not(.mermaid *), .markdown [onerror], .markdown a[href^=javascript]",
          )
          .count(),
      ).toBe(0);
      expect(await page.locator(".markdown .alert.warning .alert-title").textContent()).toBe("Warning");
      expect(await page.locator(".markdown .mermaid svg").count()).toBe(1);
      expect(await page.locator(".markdown li.task input[type=checkbox]").isChecked()).toBe(true);
      expect(await page.locator(".markdown td details").count()).toBe(1);
      expect(strangers).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it.skipIf(!canDraw)(
    "lets a person approve, and merge as soon as nothing is in the way",
    { timeout: 120_000 },
    async () => {
      const { control, repository, app, octokit, at } = scene;
      await control.protectBranch({ repository, checks: [{ name: "pawl / promotion", app: app.slug }], approvals: 1 });
      const { number, headSha } = await scene.openPull("promote", { "model/aliases.yml": "production: 8\n" });
      const browser = await chromium.launch({
        executablePath: findChromium()!,
        args: ["--no-sandbox", "--disable-gpu"],
      });
      try {
        const page = await browser.newPage();
        const merge = page.getByRole("button", { name: "Merge pull request" });
        const go = async (name: string): Promise<void> => {
          await Promise.all([page.waitForNavigation(), page.getByRole("button", { name, exact: true }).click()]);
        };
        await page.goto(`${scene.fake.url}/ui/${repository}/pull/${String(number)}`);
        expect(await merge.isDisabled()).toBe(true);
        await page.getByLabel("as").selectOption("ben");
        await go("Approve");
        expect(await page.getByRole("alert").textContent()).toContain("your own pull request");
        await page.getByLabel("as").selectOption("ana");
        await page.getByLabel("Comment").fill("/pawl status");
        await go("Comment");
        await go("Approve");
        expect(await page.getByText("approved these changes").count()).toBe(1);
        expect([await page.getByLabel("as").inputValue(), await merge.isDisabled()]).toEqual(["ana", true]);
        await octokit.rest.checks.create({ ...at, name: "pawl / promotion", head_sha: headSha, conclusion: "success" });
        await page.reload();
        expect(await merge.isEnabled()).toBe(true);
        await go("Merge pull request");
        expect(await page.locator(".badge.merged").first().textContent()).toBe("Merged");
        const merged = (await octokit.rest.pulls.get({ ...at, pull_number: number })).data;
        expect([merged.merged, merged.merged_by?.login]).toEqual([true, "ana"]);
      } finally {
        await browser.close();
      }
    },
  );

  it.each([
    ["a page of another server", { origin: "http://evil.example" }, "as=ana&do=merge", 422],
    ["a page that hides where it is from", { origin: "null" }, "as=ana&do=merge", 422],
    ["nobody", {}, "as=nobody&do=approve", 422],
    ["an App's bot", {}, "as=pawl%5Bbot%5D&do=approve", 422],
    ["a button that is not there", {}, "as=ana&do=close", 422],
  ])("does nothing for %s", async (_, headers, body, status) => {
    const { number } = await scene.openPull(`kept-${String(Math.random()).slice(2)}`, {
      "model/b": String(Math.random()),
    });
    const answer = await fetch(`${scene.fake.url}/ui/ana/flights/pull/${String(number)}`, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: scene.fake.url, ...headers },
      body,
    });
    expect(answer.status).toBe(status);
    expect((await scene.octokit.rest.pulls.get({ ...scene.at, pull_number: number })).data.state).toBe("open");
    expect((await scene.octokit.rest.pulls.listReviews({ ...scene.at, pull_number: number })).data).toEqual([]);
  });

  it("shows an issue with its text as edited, and what was said about it, as text only", async () => {
    const { control, octokit, at, repository } = scene;
    const { number } = (await octokit.rest.issues.create({ ...at, title: "Data incident", body: "old" })).data;
    await control.editIssue({ repository, number, author: "ana", body: HOSTILE, state: "closed" });
    await control.comment({ repository, number, author: "ben", body: "It is known." });
    const { text } = await read(`/ana/flights/issues/${String(number)}`);
    for (const shown of ["Data incident", "Closed", "edited", "It is known."]) expect(text).toContain(shown);
    expect(text).not.toContain("<script>document");
    expect((await read("/ui/ana/flights")).text).toContain(`/ui/ana/flights/issues/${String(number)}`);
    // a pull request's number is no issue's here
    expect((await read("/ui/ana/flights/issues/1")).status).toBe(404);
  });

  it("shows tags and deployments", async () => {
    const { octokit, at, headOfMain } = scene;
    await octokit.rest.git.createRef({ ...at, ref: "refs/tags/late-flights#production#4", sha: headOfMain });
    const { data } = await octokit.rest.repos.createDeployment({
      ...at,
      ref: "late-flights#production#4",
      environment: "production",
      required_contexts: [],
      auto_merge: false,
    });
    if (!("id" in data)) throw new Error("no deployment");
    await octokit.rest.repos.createDeploymentStatus({ ...at, deployment_id: data.id, state: "in_progress" });
    const { text } = await read("/ui/ana/flights");
    expect(text).toContain("late-flights#production#4");
    expect(text).toMatch(/<b>production<\/b>[\s\S]*in_progress/);
  });

  it.skipIf(!canDraw)("has its picture taken", { timeout: 90_000 }, async () => {
    const file = path.join(folder, "page.png");
    await takeScreenshot({ url: `${scene.fake.url}/ui/ana/flights/pull/1`, file, colorScheme: "dark" });
    expect(readFileSync(file).subarray(1, 4).toString()).toBe("PNG");
  });
});
