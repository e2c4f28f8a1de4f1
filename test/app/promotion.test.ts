import { describe, expect, it, vi } from "vitest";
import { buildPackage } from "../reconcile/registry/build-package.ts";
import { CONFIG, identityOf, useAppOnFakeGitHub } from "../support/app-on-fake-github.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const world = useAppOnFakeGitHub();
const control = () => world.fake.control;

const PROMOTION = "pawl / promotion";
const ALIASES = ".pawl/aliases/late-flights.yml";
const POLICY = `${CONFIG}promotion:
  environments:
    production:
      gate: { all: [ { approvals: { count: 1 } }, { label: { absent: [hold] } } ] }
`;

/** A repository with two versions, of which the first holds production, and Ben, who may approve. */
async function createPromoted(name: string): Promise<string> {
  const { repository } = await world.createRepository(name, {
    ".github/pawl.yml": POLICY,
    [ALIASES]: "production: 1\n",
  });
  await control()
    .createUser({ login: "ben" })
    .catch(() => undefined);
  await control().addCollaborator({ repository, login: "ben", permission: "write" });
  for (const version of [1, 2]) {
    const files = { "train.py": `print(${String(version)})\n` };
    await control().commitFiles({ repository, branch: "main", files, message: "train", author: "ana" });
    await world.settle();
    const run = await world.startRun();
    await world.upload(run, buildPackage(identityOf(run)));
    await world.completeRun(run);
  }
  return repository;
}

async function shown(repository: string, sha: string) {
  const [newest] = await world.checks(repository, sha, PROMOTION);
  return newest;
}

describe(PROMOTION, () => {
  it("is updated after a review in at most 6 API calls, falls with its dismissal, and hears of labels", async () => {
    const repository = await createPromoted("reviewed");
    const { number, headSha } = await world.openPull(repository, "promote", { [ALIASES]: "production: 2\n" });
    expect(await shown(repository, headSha)).toMatchObject({ conclusion: "action_required" });
    const [report] = await world.comments(repository, number);
    expect(report?.body).toContain("1 → 2");

    const mark = await world.requestMark();
    const { reviewId } = await control().review({ repository, number, author: "ben", state: "APPROVED" });
    await world.settle();
    expect(await shown(repository, headSha)).toMatchObject({ conclusion: "success" });
    const { entries } = await control().requests({ since: mark, app: world.app.slug });
    const calls = entries
      .map(({ method, path }) => `${method} ${path}`)
      .filter((call) => !call.includes("/access_tokens"));
    const updated = calls.findIndex((call) => call.startsWith("PATCH") && call.includes("/check-runs/"));
    expect(updated, calls.join("\n")).toBeGreaterThan(0);
    expect(updated + 1, calls.join("\n")).toBeLessThanOrEqual(6);
    expect((await world.comments(repository, number))[0]?.body).toContain("may be merged");

    const dismissal = `${world.fake.url}/repos/${repository}/pulls/${String(number)}/reviews/${String(reviewId)}/dismissals`;
    const headers = { authorization: `Bearer ${world.token()}` };
    await fetch(dismissal, { method: "PUT", headers, body: JSON.stringify({ message: "no" }) });
    await world.settle();
    expect(await shown(repository, headSha)).toMatchObject({ conclusion: "action_required" });

    await control().review({ repository, number, author: "ben", state: "APPROVED" });
    const labels = `${world.fake.url}/repos/${repository}/issues/${String(number)}/labels`;
    await fetch(labels, { method: "POST", headers, body: JSON.stringify({ labels: ["hold"] }) });
    await world.settle();
    expect((await shown(repository, headSha))?.conclusion).not.toBe("success");
  });

  it("is judged again when the default branch's rules change, and stays as it was after the merge", async () => {
    const repository = await createPromoted("changed-rules");
    const { number, headSha } = await world.openPull(repository, "promote", { [ALIASES]: "production: 2\n" });
    await control().review({ repository, number, author: "ben", state: "APPROVED" });
    await world.settle();
    const stricter = { ".github/pawl.yml": POLICY.replace("count: 1", "count: 2") };
    await control().commitFiles({ repository, branch: "main", files: stricter, message: "two", author: "ana" });
    await world.settle();
    expect(await shown(repository, headSha)).toMatchObject({ conclusion: "action_required" });
    await control().commitFiles({
      repository,
      branch: "main",
      files: { ".github/pawl.yml": POLICY },
      message: "one",
      author: "ana",
    });
    await world.settle();
    const before = await shown(repository, headSha);
    expect(before).toMatchObject({ conclusion: "success" });
    await control().mergePull({ repository, number, author: "ana" });
    await world.settle();
    await world.restart();
    expect(await shown(repository, headSha)).toEqual(before);
    const registry = JSON.parse((await world.ledgerFile(repository, "models/late-flights/registry.json")) ?? "{}");
    expect(registry.promotions).toMatchObject([{ version: 2, standing: "approved" }, {}]);
  });
});

it("a commit that moved nothing is judged again when the default branch takes in a part of its history", async () => {
  const repository = await createPromoted("part");
  const first = await world.openPull(repository, "forward", { [ALIASES]: "production: 2\n" });
  const from = "forward";
  await control().commitFiles({
    repository,
    branch: "back",
    from,
    files: { [ALIASES]: "production: 1\n" },
    message: "back",
    author: "ana",
  });
  const { number, headSha } = await control().openPull({ repository, head: "back", title: "back", author: "ana" });
  await world.settle();
  expect(await shown(repository, headSha)).toMatchObject({ conclusion: "success", title: "Changes no alias" });
  await control().mergePull({ repository, number: first.number, author: "ana", method: "merge" });
  await world.settle();
  expect(number).toBeGreaterThan(first.number);
  expect(await shown(repository, headSha)).toMatchObject({
    conclusion: "action_required",
    title: expect.stringContaining("2 → 1"),
  });
});

describe("commands on a plain issue", () => {
  it("open a promotion, say what serves where, and refuse a stranger", async () => {
    const repository = await createPromoted("commands");
    const headers = { authorization: `Bearer ${world.token()}` };
    const created = await fetch(`${world.fake.url}/repos/${repository}/issues`, {
      method: "POST",
      headers,
      body: JSON.stringify({ title: "Promote" }),
    });
    const { number } = (await created.json()) as { number: number };
    const say = async (body: string, author = "ana") => {
      await control().comment({ repository, number, author, body });
      await world.settle();
      return (await world.comments(repository, number)).at(-1)?.body ?? "";
    };
    expect(await say("/pawl promote")).toMatch(/#\d+ promotes version 2 of `late-flights` to `production`/);
    expect(await say("/pawl status")).toContain("`production`");
    expect(await say("/pawl doctor")).toContain("does not require");
    expect(await say("/pawl history")).toMatch(/^#* ?History of `late-flights`/m);
    expect(await say("/pawl help")).toContain("/pawl rollback");
    expect(await say("/pawl rollback")).toContain("nothing to go back to");
    expect(await say("/pawl simulate")).toContain("late-flights#production#1");
    expect(await say(`/pawl adopt late-flights s3://models/7.onnx sha256:${"a".repeat(64)}`)).toContain("version 3");
    expect(await say("/pawl promote nothing")).toContain("no model or environment");
    expect(await say("/pawl rollback", "mallory")).toContain(
      "of mallory was not carried out: it takes write permission",
    );
  });
});
