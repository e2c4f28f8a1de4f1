import { describe, expect, it } from "vitest";
import { ledgerIndexPath } from "../../src/core/evidence/ledger-index.ts";
import { registryPath } from "../../src/core/registry/registry.ts";
import { readEntries, readLedger } from "../../src/reconcile/read-ledger.ts";
import { readRegistry } from "../../src/reconcile/registry/read-registry.ts";
import { reconcileRegistry } from "../../src/reconcile/registry/reconcile-registry.ts";
import { buildPackage } from "./registry/build-package.ts";
import { identityAt, keep, PLAN, type RegistryRepository, useRegistryScene } from "./registry/registry-scene.ts";

const scene = useRegistryScene();

async function ledgerFile({ repository }: RegistryRepository, path: string): Promise<string | undefined> {
  const file = (await scene.api(`/repos/${repository}/contents/${path}?ref=pawl`)) as { content: string } | undefined;
  return file === undefined ? undefined : Buffer.from(file.content, "base64").toString("utf8");
}

async function withVersion(): Promise<RegistryRepository> {
  const here = await scene.create();
  const workplace = here.open();
  await keep(workplace, [buildPackage(identityAt(here.mainSha))]);
  await reconcileRegistry(workplace, { models: [PLAN] }, "main");
  return here;
}

describe("commits on the ledger that the App did not make", () => {
  it("are ignored: the registry that a person wrote is not read, and what they deleted is still there", async () => {
    const here = await withVersion();
    const forged = JSON.stringify({ schema: "pawl.registry/v1", model: PLAN.name, versions: [], promotions: [] });
    const sha = await here.commit(
      { [registryPath(PLAN.name)]: forged, [ledgerIndexPath(PLAN.name)]: "broken" },
      { branch: "pawl", author: "ben" },
    );
    const workplace = here.open();
    expect((await readRegistry(workplace, PLAN.name))?.versions).toHaveLength(1);
    expect(await readEntries(workplace, PLAN.name)).toHaveLength(1);
    expect((await readLedger(workplace))?.foreign).toEqual([{ sha, author: "ben" }]);
  });

  it("are no commits of the App where its own pull request is squashed onto the ledger, which GitHub signs in its name", async () => {
    const here = await withVersion();
    const { repository } = here;
    const forged = JSON.stringify({ schema: "pawl.registry/v1", model: PLAN.name, versions: [], promotions: [] });
    const files = { [registryPath(PLAN.name)]: forged };
    const control = scene.fake.control;
    await control.commitFiles({ repository, branch: "x", from: "pawl", files, message: "x", author: "ben" });
    const wish = { repository, head: "x", base: "pawl", title: "Register", author: scene.app.botLogin };
    const { number } = await control.openPull(wish);
    const { sha } = await control.mergePull({ repository, number, author: "ben", method: "squash" });
    const workplace = here.open();
    expect((await readRegistry(workplace, PLAN.name))?.versions).toHaveLength(1);
    expect((await readLedger(workplace))?.foreign).toMatchObject([{ sha }]);
  });

  it("are taken back by the App's next commit, whole: changed, added and deleted files", async () => {
    const here = await withVersion();
    const before = await ledgerFile(here, registryPath(PLAN.name));
    await here.commit({ [registryPath(PLAN.name)]: "{}", "note.txt": "x", "README.md": "y" }, { branch: "pawl" });
    await here.commit({ "other.txt": "z" }, { branch: "pawl", author: "ben" });
    const workplace = here.open();
    await keep(workplace, [buildPackage(identityAt(here.mainSha))]);
    expect(await ledgerFile(here, registryPath(PLAN.name))).toBe(before);
    expect(await ledgerFile(here, "note.txt")).toBeUndefined();
    expect(await ledgerFile(here, "other.txt")).toBeUndefined();
    expect(await ledgerFile(here, "README.md")).toContain("# The ledger");
    expect(await readEntries(here.open(), PLAN.name)).toHaveLength(2);
    expect((await readLedger(here.open()))?.foreign).toEqual([]);
  });

  it("are found below more of them than one page shows", async () => {
    const here = await withVersion();
    for (let count = 0; count < 7; count++) await here.commit({ "n.txt": String(count) }, { branch: "pawl" });
    const ledger = await readLedger(here.open());
    expect(ledger?.foreign).toHaveLength(7);
    expect((await readRegistry(here.open(), PLAN.name))?.versions).toHaveLength(1);
  });

  it("are no ledger: a branch that somebody else made first is neither read nor written over", async () => {
    const here = await scene.create();
    await here.commit({ "x.txt": "x" }, { branch: "pawl", author: "ben" });
    const workplace = here.open();
    expect(await readRegistry(workplace, PLAN.name)).toBeUndefined();
    await expect(keep(workplace, [buildPackage(identityAt(here.mainSha))])).rejects.toMatchObject({
      code: "LEDGER_CONFLICT",
    });
    expect(await ledgerFile(here, "x.txt")).toBe("x");
  });

  it("are not the App's because they bear its name: only GitHub's signature counts", async () => {
    const here = await withVersion();
    const post = async (path: string, body: object) => {
      const response = await fetch(`${scene.fake.url}/repos/${here.repository}${path}`, {
        method: path.includes("/refs/") ? "PATCH" : "POST",
        headers: { authorization: `Bearer ${scene.token()}` },
        body: JSON.stringify(body),
      });
      return (await response.json()) as { sha: string };
    };
    const head = (await scene.api(`/repos/${here.repository}/git/ref/heads/pawl`)) as { object: { sha: string } };
    const own = (await scene.api(`/repos/${here.repository}/commits/${head.object.sha}`)) as {
      commit: { author: { name: string; email: string }; tree: { sha: string } };
    };
    const tree = await post("/git/trees", {
      base_tree: own.commit.tree.sha,
      tree: [{ path: registryPath(PLAN.name), mode: "100644", type: "blob", content: "{}" }],
    });
    const commit = await post("/git/commits", {
      message: "Register late-flights v9",
      tree: tree.sha,
      parents: [head.object.sha],
      author: { ...own.commit.author, date: "2026-11-26T12:00:00Z" },
    });
    await post("/git/refs/heads/pawl", { sha: commit.sha });
    const workplace = here.open();
    expect((await readRegistry(workplace, PLAN.name))?.versions).toHaveLength(1);
    expect((await readLedger(workplace))?.foreign.map(({ sha }) => sha)).toEqual([commit.sha]);
  });

  it("cost two calls where there are none: the newest commits, and what pull requests brought", async () => {
    const here = await withVersion();
    const workplace = here.open();
    const mark = (await scene.fake.control.requests()).next;
    await readLedger(workplace);
    const { entries } = await scene.fake.control.requests({ since: mark, app: scene.app.slug });
    expect(entries.filter(({ path }) => !path.includes("access_tokens"))).toHaveLength(2);
  });

  it("in between two writes of a running App are taken back as well", async () => {
    const here = await withVersion();
    const workplace = here.open();
    await keep(workplace, [buildPackage(identityAt(here.mainSha))]);
    await here.commit({ [registryPath(PLAN.name)]: "{}" }, { branch: "pawl", author: "ben" });
    await reconcileRegistry(workplace, { models: [PLAN] }, "main");
    expect((await readRegistry(here.open(), PLAN.name))?.versions.map(({ version }) => version)).toEqual([2, 1]);
    expect((await readLedger(here.open()))?.foreign).toEqual([]);
  });
});
