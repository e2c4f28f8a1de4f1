import { describe, expect, it } from "vitest";
import { NO_PACKAGES } from "../../../src/core/registry/package-reader.ts";
import { type PromotionRequest, parseRequestMessage } from "../../../src/core/registry/promotion-request.ts";
import { promotionPath, type Registry, registryPath } from "../../../src/core/registry/registry.ts";
import { ROLLBACK } from "../../../src/reconcile/commands/rollback.ts";
import { openPromotionPull, openRollbackPull } from "../../../src/reconcile/registry/open-promotion-pull.ts";
import { readRegistryOf } from "../../../src/reconcile/registry/read-registry.ts";
import { readRequest } from "../../../src/reconcile/registry/read-request.ts";
import { reconcileRegistry } from "../../../src/reconcile/registry/reconcile-registry.ts";
import type { Workplace } from "../../../src/reconcile/workplace.ts";
import { writeToLedger } from "../../../src/reconcile/write-to-ledger.ts";
import { buildEvaluation } from "../../core/evidence/build-evidence.ts";
import { buildPackage } from "./build-package.ts";
import {
  answering,
  buildEnvironment,
  identityAt,
  keep,
  PLAN,
  type RegistryRepository,
  useRegistryScene,
} from "./registry-scene.ts";

const scene = useRegistryScene();
const ALIASES = ".pawl/aliases/late-flights.yml";
const BRANCH = "pawl-promote/late-flights/production";
const AUTO = { ...PLAN, environments: [buildEnvironment({ open: "auto" })] };
const COMMAND = { ...PLAN, environments: [buildEnvironment()] };

interface Pull {
  readonly number: number;
  readonly state: string;
  readonly title: string;
  readonly body: string;
  readonly user: { readonly login: string };
  readonly head: { readonly ref: string; readonly sha: string };
}

async function pullsOf({ repository }: RegistryRepository): Promise<readonly Pull[]> {
  return (await scene.api(`/repos/${repository}/pulls?state=all&per_page=100`)) as Pull[];
}

async function aliasesAt({ repository }: RegistryRepository, ref: string): Promise<string | undefined> {
  const file = (await scene.api(`/repos/${repository}/contents/${ALIASES}?ref=${encodeURIComponent(ref)}`)) as
    | { content: string }
    | undefined;
  return file === undefined ? undefined : Buffer.from(file.content, "base64").toString("utf8");
}

async function addVersion(here: RegistryRepository, workplace: Workplace, plan = COMMAND): Promise<void> {
  const identity = identityAt(here.mainSha);
  const [evaluation] = await keep(workplace, [buildEvaluation({ identity })]);
  if (evaluation === undefined) throw new Error("nothing kept");
  await keep(workplace, [buildPackage(identity, { lineage: { evaluations: [evaluation], data: [] } })]);
  await reconcileRegistry(workplace, { models: [plan] }, "main");
}

/** The move of an alias, as the App records it after a merge. */
async function recordMove(
  workplace: Workplace,
  version: number,
  counter: number,
  movedAt: string,
  status?: string,
): Promise<void> {
  await writeToLedger(workplace, async (ledger) => {
    const registry = await readRegistryOf(workplace, ledger, PLAN.name);
    if (registry === undefined) throw new Error("no registry");
    const commit = registry.versions[0]?.commit ?? "";
    const common = { environment: "production", counter, version, kind: "promotion" as const, commit, movedAt };
    const move = { ...common, standing: "approved" as const, by: "ana" };
    const deployed = { complete: true, deployment: 900 + counter, ...(status === undefined ? {} : { status }) };
    const after: Registry = {
      ...registry,
      promotions: [{ ...move, document: "0".repeat(64), ...deployed }, ...registry.promotions],
    };
    return {
      files: [
        { path: registryPath(PLAN.name), bytes: Buffer.from(JSON.stringify(after)) },
        { path: promotionPath(PLAN.name, "production", counter), bytes: Buffer.from("{}") },
      ],
      headline: "Record a move",
      registries: new Map([[PLAN.name, after]]),
      result: undefined,
    };
  });
}

function wish(version: number, requestedBy?: string) {
  return { plan: COMMAND, environment: "production", version, defaultBranch: "main", requestedBy };
}

describe("the promotion pull request", () => {
  it("is opened by registration: one line, a signed commit, and what merging does in its text", async () => {
    const here = await scene.create({ [ALIASES]: "# serving\nstaging: 1 # try\n" });
    const workplace = here.open();
    await addVersion(here, workplace, AUTO);
    const [pull, ...others] = await pullsOf(here);
    expect(others).toEqual([]);
    expect(pull).toMatchObject({ title: "Promote late-flights 1 to production", user: { login: scene.app.botLogin } });
    expect(pull?.head.ref).toBe(BRANCH);
    expect(await aliasesAt(here, BRANCH)).toBe("# serving\nstaging: 1 # try\nproduction: 1\n");
    const commit = (await scene.api(`/repos/${here.repository}/commits/${pull?.head.sha ?? ""}`)) as {
      commit: { message: string; verification: { verified: boolean } };
      files: { filename: string; additions: number }[];
    };
    expect(commit.commit.verification.verified).toBe(true);
    expect(commit.files.map(({ filename, additions }) => [filename, additions])).toEqual([[ALIASES, 1]]);
    expect(parseRequestMessage(commit.commit.message)).toEqual({
      kind: "promotion",
      model: "late-flights",
      environment: "production",
      version: 1,
    });
    expect(pull?.body).toMatch(/^<!-- pawl:promotion late-flights production 1 -->\n/);
    for (const part of ["deploy.yml", "late-flights#production#1", "**0.671**", "ghcr.io/ana/late-flights@sha256:"]) {
      expect(pull?.body).toContain(part);
    }
    expect(await scene.fake.control.violations()).toEqual([]);
  });

  it("is opened once: again, after a restart and by a second replica nothing is written", async () => {
    const here = await scene.create();
    await addVersion(here, here.open(), AUTO);
    const mark = (await scene.fake.control.requests()).next;
    await reconcileRegistry(here.open(), { models: [AUTO] }, "main");
    const { entries } = await scene.fake.control.requests({ since: mark, app: scene.app.slug });
    const writes = entries.filter(({ method, path }) => method !== "GET" && !path.includes("access_tokens"));
    expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(await pullsOf(here)).toHaveLength(1);
  });

  it("a newer version updates it", async () => {
    const here = await scene.create();
    const workplace = here.open();
    await addVersion(here, workplace, AUTO);
    await addVersion(here, workplace, AUTO);
    const [pull, ...others] = await pullsOf(here);
    expect(others).toEqual([]);
    expect(pull).toMatchObject({ title: "Promote late-flights 2 to production", state: "open" });
    expect(pull?.body).toContain("Version **2**");
    expect(await aliasesAt(here, BRANCH)).toContain("production: 2\n");
  });

  it("is made anew when the alias file of the default branch changed, and left alone when something else did", async () => {
    const here = await scene.create({ [ALIASES]: "staging: 1\n" });
    const workplace = here.open();
    await addVersion(here, workplace, AUTO);
    const [first] = await pullsOf(here);
    await here.commit({ "README.md": "x\n" });
    await reconcileRegistry(here.open(), { models: [AUTO] }, "main");
    expect((await pullsOf(here))[0]?.head.sha).toBe(first?.head.sha);
    await here.commit({ [ALIASES]: "staging: 2\n" });
    await reconcileRegistry(here.open(), { models: [AUTO] }, "main");
    expect((await pullsOf(here))[0]?.head.sha).not.toBe(first?.head.sha);
    expect(await aliasesAt(here, BRANCH)).toBe("staging: 2\nproduction: 1\n");
  });

  it("closed by people is not opened again for the same version, but for a newer one", async () => {
    const here = await scene.create();
    const workplace = here.open();
    await addVersion(here, workplace, AUTO);
    const [pull] = await pullsOf(here);
    await scene.fake.control.closePull({ repository: here.repository, number: pull?.number ?? 0, author: "ana" });
    await reconcileRegistry(here.open(), { models: [AUTO] }, "main");
    expect((await pullsOf(here)).map(({ state }) => state)).toEqual(["closed"]);
    await addVersion(here, here.open(), AUTO);
    expect((await pullsOf(here)).map(({ state }) => state).sort()).toEqual(["closed", "open"]);
  });

  it("closed by people is opened again when somebody asks", async () => {
    const here = await scene.create();
    const workplace = here.open();
    await addVersion(here, workplace);
    const opened = await openPromotionPull(workplace, wish(1, "ana"));
    if (!("number" in opened) || opened.number === undefined) throw new Error("not opened");
    await scene.fake.control.closePull({ repository: here.repository, number: opened.number, author: "ana" });
    expect(await openPromotionPull(here.open(), wish(1))).toEqual({ kind: "declined", number: opened.number });
    expect(await openPromotionPull(here.open(), wish(1, "ben"))).toMatchObject({ kind: "opened" });
  });

  it("with a person's commit on its branch is theirs", async () => {
    const here = await scene.create();
    const workplace = here.open();
    await addVersion(here, workplace, AUTO);
    const sha = await here.commit({ "note.md": "mine\n" }, { branch: BRANCH, author: "ben" });
    await addVersion(here, here.open(), AUTO);
    const [pull] = await pullsOf(here);
    expect(pull).toMatchObject({ title: "Promote late-flights 1 to production", head: { sha } });
  });

  it("says who asked in a commit that nobody can edit, also below what people put on top", async () => {
    const here = await scene.create();
    const workplace = here.open();
    await addVersion(here, workplace);
    await openPromotionPull(workplace, { ...wish(1, "ben"), reason: "new season" });
    const asked: PromotionRequest = {
      kind: "promotion",
      model: "late-flights",
      environment: "production",
      version: 1,
      requestedBy: "ben",
      reason: "new season",
    };
    const [pull] = await pullsOf(here);
    expect(await readRequest(here.open(), { headSha: pull?.head.sha ?? "", headRef: BRANCH })).toEqual(asked);
    const message = `x\n\nPawl-Request: ${JSON.stringify({ ...asked, requestedBy: "mallory" })}`;
    const { sha } = await scene.fake.control.commitFiles({
      repository: here.repository,
      branch: BRANCH,
      files: { "x.md": "x" },
      message,
      author: "ben",
    });
    expect(await readRequest(here.open(), { headSha: sha, headRef: BRANCH })).toEqual(asked);
  });

  it("is closed where the alias came there another way", async () => {
    const here = await scene.create();
    const workplace = here.open();
    await addVersion(here, workplace);
    await openPromotionPull(workplace, wish(1, "ben"));
    await here.commit({ [ALIASES]: "production: 1\n" });
    expect(await openPromotionPull(here.open(), wish(1, "ben"))).toEqual({ kind: "nothing" });
    expect((await pullsOf(here)).map(({ state }) => state)).toEqual(["closed"]);
  });

  it("is not opened from an alias file that is not valid, for an unknown version, or for what was rolled back", async () => {
    const broken = await scene.create({ [ALIASES]: "production: latest\n" });
    const workplace = broken.open();
    await addVersion(broken, workplace);
    expect(await openPromotionPull(workplace, wish(1, "ben"))).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("line 1, production is latest"),
    });
    expect(await openPromotionPull(workplace, wish(9, "ben"))).toEqual({
      kind: "refused",
      reason: "late-flights has no version 9.",
    });
    const here = await scene.create({ [ALIASES]: "production: 1\n" });
    const other = here.open();
    await addVersion(here, other);
    await addVersion(here, other);
    await recordMove(other, 2, 1, "2026-11-01T00:00:00Z");
    await recordMove(other, 1, 2, "2026-11-02T00:00:00Z");
    await reconcileRegistry(here.open(), { models: [AUTO] }, "main");
    expect(await pullsOf(here)).toEqual([]);
  });

  it("what somebody pushes while the App writes is not lost: the branch is theirs now", async () => {
    const here = await scene.create();
    const workplace = here.open();
    await addVersion(here, workplace);
    await addVersion(here, workplace);
    await openPromotionPull(workplace, wish(1, "ben"));
    let pushed = "";
    const late = here.open();
    late.octokit.hook.after("request", async (_, { url, method }) => {
      if (pushed !== "" || method !== "POST" || !url.endsWith("/git/commits")) return;
      pushed = await here.commit({ "mine.txt": "mine" }, { branch: BRANCH, author: "ben" });
    });
    const outcome = await openPromotionPull(late, wish(2, "ben"));
    expect([outcome.kind, (await pullsOf(here))[0]?.head.sha]).toEqual(["hands-off", pushed]);
  });

  it.each([
    ["the branch was made", "POST /repos/{owner}/{repo}/git/refs", "after"],
    ["the pull request was opened", "POST /repos/{owner}/{repo}/pulls", "after"],
    ["the pull request could be opened", "POST /repos/{owner}/{repo}/pulls", "before"],
  ] as const)("an answer that is lost when %s leaves one pull request", async (_, route, when) => {
    const here = await scene.create();
    const workplace = here.open();
    await addVersion(here, workplace);
    await scene.fake.control.addFault({ route, effect: { kind: "status", status: 502, when } });
    await openPromotionPull(workplace, wish(1, "ben"));
    expect((await pullsOf(here)).map(({ state }) => state)).toEqual(["open"]);
  });
});

describe("the rollback pull request", () => {
  async function servedTwo(aliases = "production: 2\n") {
    const here = await scene.create({ [ALIASES]: aliases });
    const workplace = here.open();
    await addVersion(here, workplace);
    await addVersion(here, workplace);
    await recordMove(workplace, 1, 1, "2026-10-01T00:00:00Z");
    await recordMove(workplace, 2, 2, "2026-11-11T12:00:00Z");
    return here;
  }

  it("goes back to an earlier holder and says how long it served and that it can be pulled now", async () => {
    const here = await servedTwo();
    expect(await openRollbackPull(here.open(), { ...wish(1, "ana"), reason: "wrong units" })).toMatchObject({
      kind: "opened",
    });
    const [pull] = await pullsOf(here);
    expect(pull?.head.ref).toBe("pawl-rollback/late-flights/production");
    expect(pull?.body).toContain("served 41 days, pullable, checked now (2026-11-26 12:00 UTC)");
    expect(pull?.body).toContain("Reason given: wrong units");
    expect(pull?.body).toContain("<summary>What held production so far</summary>");
    expect(await aliasesAt(here, "pawl-rollback/late-flights/production")).toBe("production: 1\n");
  });

  it.each([
    ["is gone", { kind: "absent" }, "it is not there any more"],
    ["was replaced", { kind: "differs", digest: `sha256:${"e".repeat(64)}` }, "it is replaced by sha256:eee"],
  ] as const)("is refused where the package %s", async (_, state, reason) => {
    const here = await servedTwo();
    const outcome = await openRollbackPull(here.open({ packages: answering(state) }), wish(1, "ana"));
    expect(outcome).toMatchObject({ kind: "refused", reason: expect.stringContaining(reason) });
    expect(await pullsOf(here)).toEqual([]);
  });

  it("is opened all the same where nobody can ask the registry, and says so", async () => {
    const here = await servedTwo();
    await openRollbackPull(here.open({ packages: NO_PACKAGES }), wish(1, "ana"));
    expect((await pullsOf(here))[0]?.body).toContain("not known whether it can be pulled");
  });

  it("is refused to a version that never held the alias", async () => {
    const here = await scene.create();
    const workplace = here.open();
    await addVersion(here, workplace);
    expect(await openRollbackPull(workplace, wish(1, "ana"))).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("no earlier one that served production well"),
    });
  });

  it("is refused forward again to what was rolled back, which the gate judges as a promotion", async () => {
    const here = await servedTwo("production: 1\n");
    expect(await openRollbackPull(here.open(), wish(2, "ana"))).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("is a promotion and not a rollback"),
    });
    expect(await openRollbackPull(here.open(), wish(1, "ana"))).toEqual({ kind: "nothing" });
  });
});

describe("/pawl rollback without a version", () => {
  const CONFIG =
    "models:\n  late-flights:\n    paths: [train.py]\n    primary-metric: roc-auc\n    promotion: { environments: { production: {} } }\n";

  it.each`
    what                                                    | moves                                                       | holder | answer
    ${"goes to the last one that served well"}              | ${[[1, "inactive"], [2, "inactive"], [2, "failure"], [3]]}  | ${3}   | ${"back to version 1."}
    ${"never forward to what was rolled back"}              | ${[[1, "inactive"], [2, "inactive"], [3, "inactive"], [2]]} | ${2}   | ${"back to version 1."}
    ${"names what is left where nothing is known to serve"} | ${[[1, "inactive"], [1, "failure"], [2, "inactive"]]}       | ${2}   | ${"`/pawl rollback production late-flights to 1`"}
  `("$what", async ({ moves, holder, answer }: { moves: [number, string?][]; holder: number; answer: string }) => {
    const here = await scene.create({ [ALIASES]: `production: ${String(holder)}\n`, ".github/pawl.yml": CONFIG });
    const workplace = here.open();
    for (let version = 1; version <= Math.max(...moves.map(([moved]) => moved)); version++) {
      await addVersion(here, workplace);
    }
    for (const [index, [version, status]] of moves.entries()) {
      await recordMove(workplace, version, index + 1, `2026-11-0${String(index + 1)}T00:00:00Z`, status);
    }
    const outcome = await ROLLBACK.run(here.open(), {
      comment: { issue: 1, onPullRequest: false, commentId: 1, author: "ana", body: "/pawl rollback", createdAt: "" },
      words: [],
      rest: "",
      permission: "admin",
      pullRequest: undefined,
      defaultBranch: "main",
      seenBefore: false,
    });
    expect(outcome.answer).toContain(answer);
  });
});
