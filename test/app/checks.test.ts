import { describe, expect, it, vi } from "vitest";
import { CONFIG, useAppOnFakeGitHub } from "../support/app-on-fake-github.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const world = useAppOnFakeGitHub();
const control = () => world.fake.control;

describe("pawl / experiment", () => {
  it("is posted where no model is touched, and no comment is", async () => {
    const { repository } = await world.createRepository("untouched");
    const { number, headSha } = await world.openPull(repository, "readme", { "README.md": "# Other\n" });
    expect(await world.checks(repository, headSha)).toMatchObject([
      { name: "pawl / experiment", status: "completed", conclusion: "success" },
    ]);
    expect(await world.comments(repository, number)).toEqual([]);
  });

  it("is posted where there is no configuration at all", async () => {
    const { repository } = await world.createRepository("unconfigured");
    await control().commitFiles({
      repository,
      branch: "main",
      files: { ".github/pawl.yml": null },
      message: "-",
      author: "ana",
    });
    const { headSha } = await world.openPull(repository, "other", { "README.md": "# Other\n" });
    expect(await world.checks(repository, headSha)).toMatchObject([{ status: "completed", conclusion: "neutral" }]);
  });

  it("fails for a broken configuration, annotated on its line, and is repaired by the next push", async () => {
    const { repository } = await world.createRepository("broken-config");
    const { headSha } = await world.openPull(repository, "broken", {
      ".github/pawl.yml": CONFIG.replace("primary", "primay"),
    });
    expect(await world.checks(repository, headSha)).toMatchObject([{ conclusion: "failure", annotations: 1 }]);
    const fixed = await control().commitFiles({
      repository,
      branch: "broken",
      files: { ".github/pawl.yml": `${CONFIG}# ok\n` },
      message: "fix",
      author: "ana",
    });
    await world.settle();
    expect(await world.checks(repository, fixed.sha)).toMatchObject([{ conclusion: "success" }]);
  });

  it.each(["pawl / experiment", "pawl / data", "pawl / promotion"])(
    "is written again when somebody asks for %s",
    async (name) => {
      const { repository } = await world.createRepository(`rerequested-${name.replace(/\W+/g, "-")}`);
      const { headSha } = await world.openPull(repository, "readme", { "README.md": "# Other\n" });
      const [check] = await world.checks(repository, headSha, name);
      const mark = await world.requestMark();
      await control().rerequestCheck({ repository, checkRunId: check?.id ?? 0, author: "ana" });
      await world.settle();
      // All three are made of the same facts, so all are written.
      expect(await world.writesSince(mark)).toHaveLength(3);
      expect(await world.checks(repository, headSha)).toMatchObject([{ status: "completed", conclusion: "success" }]);
    },
  );

  it("says which permission is missing where the comment may not be written, and stops saying so", async () => {
    const { repository } = await world.createRepository("forbidden");
    await control().addFault({
      route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
      app: world.app.slug,
      count: 100,
      effect: { kind: "status", status: 403, when: "before" },
    });
    const { number, headSha } = await world.openPull(repository, "try");
    const run = await world.startRun();
    expect(await world.comments(repository, number)).toEqual([]);
    const [refused] = await world.checks(repository, headSha);
    expect(refused?.summary).toContain("Issues: write");
    await control().clearFaults();
    await world.completeRun(run);
    const [allowed] = await world.checks(repository, headSha);
    expect(await world.comments(repository, number)).toHaveLength(1);
    expect(allowed?.summary).not.toContain("Issues: write");
  });

  it("is reported on a merge group with the pull request's own result", async () => {
    const { repository } = await world.createRepository("queued");
    const { number } = await world.openPull(repository, "readme", { "README.md": "# Other\n" });
    const { headSha } = await control().queueMergeGroup({ repository, number, author: "ana" });
    await world.settle();
    for (const name of ["pawl / experiment", "pawl / data", "pawl / promotion"]) {
      expect(await world.checks(repository, headSha, name)).toMatchObject([
        { name, status: "completed", conclusion: "success" },
      ]);
    }
  });

  it("a comment that somebody deletes comes back, one that somebody edits is put right", async () => {
    const { repository } = await world.createRepository("tampered");
    const { number } = await world.openPull(repository, "try");
    await world.trainNext();
    const [before] = await world.comments(repository, number);
    const ana = await control().createUser({ login: "editor" });
    await control().addCollaborator({ repository, login: "editor", permission: "admin" });
    const path = `${world.fake.url}/repos/${repository}/issues/comments/${String(before?.id)}`;
    const headers = { authorization: `Bearer ${ana.token}` };
    const edited = await fetch(path, { method: "PATCH", headers, body: JSON.stringify({ body: "gone" }) });
    expect(edited.status).toBe(200);
    await world.settle();
    const after = await world.comments(repository, number);
    expect(after.map(({ body }) => body)).toContain(before?.body);
  });
});
