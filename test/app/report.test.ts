import { describe, expect, it, vi } from "vitest";
import { ADVISORY_NOTE } from "../../src/core/report/advisory-note.ts";
import { APP_FORMS, useAppOnFakeGitHub } from "../support/app-on-fake-github.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

describe.each(APP_FORMS)("from a pull request to its report, by %s", (form) => {
  const world = useAppOnFakeGitHub(form);

  it("posts the comment when the workflow starts, and turns it into the report when it is done", async () => {
    const { repository, mainSha } = await world.createRepository("loop");
    await world.fake.control.commitFiles({
      repository,
      branch: "main",
      files: { "README.md": "#\n" },
      message: "Push",
      author: "ana",
    });
    const base = await world.trainNext(0.634);
    expect(base.headSha).not.toBe(mainSha);
    expect((await world.ledgerEntries(repository)).map(({ commit }) => commit)).toEqual([base.headSha, base.headSha]);

    const { number, headSha } = await world.openPull(repository, "try");
    const run = await world.startRun();
    const [waiting] = await world.comments(repository, number);
    expect(waiting?.login).toBe(world.app.botLogin);
    // A workflow is not woken for each workflow run that begins: that would cost a minute every time.
    const status = form === "a server" ? "in_progress" : "queued";
    expect(await world.checks(repository, headSha)).toMatchObject([{ name: "pawl / experiment", status }]);

    for (const evidence of world.evidenceOf(run, 0.671)) await world.upload(run, evidence);
    const mark = await world.requestMark();
    await world.completeRun(run);
    const done = await world.comments(repository, number);
    expect(done).toHaveLength(1);
    expect(done[0]?.id).toBe(waiting?.id);
    expect(done[0]?.body).toContain("0.671");
    expect(done[0]?.body).toContain("0.634");
    const checks = await world.checks(repository, headSha);
    expect(checks).toMatchObject([{ name: "pawl / experiment", status: "completed" }]);
    expect(checks[0]?.summary.includes(ADVISORY_NOTE)).toBe(form === "workflows without an App");
    const entries = await world.ledgerEntries(repository);
    expect(entries).toHaveLength(4);
    const kept = await world.ledgerFile(repository, entries[0]?.path ?? "");
    expect(kept).toContain(headSha);

    if (form !== "a server") return;
    const { entries: requests } = await world.fake.control.requests({ since: mark, app: world.app.slug });
    expect(
      requests.map(({ method, path }) => `${method} ${path}`).length,
      JSON.stringify(requests, undefined, 1),
    ).toBeLessThanOrEqual(8);
    expect(world.fake.violations.filter((violation) => !violation.startsWith("GET /app/installations"))).toEqual([]);
  });
});
