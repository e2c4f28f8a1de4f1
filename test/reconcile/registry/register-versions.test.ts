import { describe, expect, it } from "vitest";
import { parseModelVersion, parseRegistry } from "../../../src/core/registry/registry-documents.ts";
import { readRegistry } from "../../../src/reconcile/registry/read-registry.ts";
import { reconcileRegistry } from "../../../src/reconcile/registry/reconcile-registry.ts";
import { registerVersions } from "../../../src/reconcile/registry/register-versions.ts";
import { buildEvaluation, buildRun } from "../../core/evidence/build-evidence.ts";
import { buildPackage, randomDigest } from "./build-package.ts";
import { identityAt, keep, PLAN, type RegistryRepository, useRegistryScene } from "./registry-scene.ts";

const scene = useRegistryScene();
const PROJECT = { models: [PLAN] };

async function tagsOf({ repository }: RegistryRepository): Promise<ReadonlyMap<string, string>> {
  const refs = (await scene.api(`/repos/${repository}/git/matching-refs/tags/`)) as {
    ref: string;
    object: { sha: string; type: string };
  }[];
  const found = new Map<string, string>();
  for (const { ref, object } of refs) {
    const tag =
      object.type === "tag"
        ? ((await scene.api(`/repos/${repository}/git/tags/${object.sha}`)) as { object: { sha: string } }).object
        : { sha: `lightweight ${object.sha}` };
    found.set(ref.replace("refs/tags/", ""), tag.sha);
  }
  return found;
}

async function ledgerText({ repository }: RegistryRepository, path: string): Promise<string> {
  const file = (await scene.api(`/repos/${repository}/contents/${path}?ref=pawl`)) as { content: string };
  return Buffer.from(file.content, "base64").toString("utf8");
}

describe("registration", () => {
  it("makes a version of a package of the default branch, with its lineage and metrics, and tags its commit", async () => {
    const here = await scene.create();
    const workplace = here.open();
    const identity = identityAt(here.mainSha);
    const [run, evaluation] = await keep(workplace, [buildRun({ identity }), buildEvaluation({ identity })]);
    if (run === undefined || evaluation === undefined) throw new Error("nothing kept");
    const packed = buildPackage(identity, { lineage: { run, evaluations: [evaluation], data: [] } });
    await keep(workplace, [packed]);
    const [outcome] = await reconcileRegistry(workplace, PROJECT, "main");
    expect(outcome?.versions.map(({ version }) => version)).toEqual([1]);
    const version = parseModelVersion(
      Buffer.from(await ledgerText(here, "models/late-flights/versions/1.json")),
      "version",
    );
    expect(version).toMatchObject({
      digest: packed.package?.digest,
      origin: "registered",
      commit: here.mainSha,
      registeredBy: "ana",
      metrics: { "roc-auc": 0.671 },
      lineage: { run },
    });
    const registry = parseRegistry(
      Buffer.from(await ledgerText(here, "models/late-flights/registry.json")),
      "registry",
    );
    expect(registry.versions.map(({ version: number }) => number)).toEqual([1]);
    expect(await tagsOf(here)).toEqual(new Map([["late-flights@v1.0.0", here.mainSha]]));
    expect(await scene.fake.control.violations()).toEqual([]);
  });

  it("is idempotent: nothing is written the second time, by the same App or after a restart", async () => {
    const here = await scene.create();
    await keep(here.open(), [buildPackage(identityAt(here.mainSha))]);
    await reconcileRegistry(here.open(), PROJECT, "main");
    const mark = (await scene.fake.control.requests()).next;
    await reconcileRegistry(here.open(), PROJECT, "main");
    const { entries } = await scene.fake.control.requests({ since: mark, app: scene.app.slug });
    expect(entries.filter(({ method, path }) => method !== "GET" && !path.includes("access_tokens"))).toEqual([]);
  });

  it("the same digest twice is the same version", async () => {
    const here = await scene.create();
    const workplace = here.open();
    const first = buildPackage(identityAt(here.mainSha));
    await keep(workplace, [first]);
    await reconcileRegistry(workplace, PROJECT, "main");
    await keep(workplace, [{ ...first, identity: identityAt(here.mainSha) }]);
    const [outcome] = await reconcileRegistry(workplace, PROJECT, "main");
    expect(outcome?.versions).toEqual([]);
    expect(outcome?.registry?.versions).toHaveLength(1);
  });

  it("a second version of one commit is tagged on its ledger commit", async () => {
    const here = await scene.create();
    const workplace = here.open();
    for (let count = 0; count < 2; count++) {
      await keep(workplace, [buildPackage(identityAt(here.mainSha))]);
      await reconcileRegistry(workplace, PROJECT, "main");
    }
    const tags = await tagsOf(here);
    expect(tags.get("late-flights@v1.0.0")).toBe(here.mainSha);
    const second = tags.get("late-flights@v2.0.0") ?? "";
    const commit = (await scene.api(`/repos/${here.repository}/commits/${second}`)) as {
      files: { filename: string }[];
    };
    expect(commit.files.map(({ filename }) => filename)).toContain("models/late-flights/versions/2.json");
  });

  it("by two replicas at once gives different numbers and loses none", async () => {
    const here = await scene.create();
    const packages = Array.from({ length: 6 }, () => buildPackage(identityAt(here.mainSha)));
    const writer = here.open();
    for (const packed of packages) await keep(writer, [packed]);
    const replicas = [here.open(), here.open(), here.open()];
    await Promise.all(replicas.map((workplace) => reconcileRegistry(workplace, PROJECT, "main")));
    const registry = await readRegistry(here.open(), PLAN.name);
    expect(registry?.versions.map(({ version }) => version)).toEqual([6, 5, 4, 3, 2, 1]);
    const digests = new Set(registry?.versions.map(({ digest }) => digest));
    expect(digests).toEqual(new Set(packages.map((packed) => packed.package?.digest)));
    expect((await tagsOf(here)).size).toBe(6);
  });

  it("by replicas that each take in a package of their own at the same moment loses none", async () => {
    const here = await scene.create();
    await keep(here.open(), [buildRun({ identity: identityAt(here.mainSha) })]);
    await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const workplace = here.open();
        await keep(workplace, [buildPackage(identityAt(here.mainSha))]);
        await reconcileRegistry(workplace, PROJECT, "main");
      }),
    );
    await reconcileRegistry(here.open(), PROJECT, "main");
    const registry = await readRegistry(here.open(), PLAN.name);
    expect(registry?.versions.map(({ version }) => version)).toEqual([4, 3, 2, 1]);
    expect(new Set(registry?.versions.map(({ digest }) => digest)).size).toBe(4);
  });
});

describe("a crash after any write", () => {
  it.each([
    ["the commit to the ledger", "POST /graphql"],
    ["the tag object", "POST /repos/{owner}/{repo}/git/tags"],
    ["the tag's ref", "POST /repos/{owner}/{repo}/git/refs"],
  ])("after %s: the next start finishes it, once", async (_, route) => {
    const here = await scene.create();
    await keep(here.open(), [buildPackage(identityAt(here.mainSha))]);
    const crashing = here.open();
    const [method = "", template = ""] = route.split(" ");
    crashing.octokit.hook.after("request", (_response, options) => {
      if (options.method === method && options.url.endsWith(template)) throw new Error("killed");
    });
    await expect(reconcileRegistry(crashing, PROJECT, "main")).rejects.toThrow("killed");
    await reconcileRegistry(here.open(), PROJECT, "main");
    expect((await readRegistry(here.open(), PLAN.name))?.versions).toHaveLength(1);
    expect(await tagsOf(here)).toEqual(new Map([["late-flights@v1.0.0", here.mainSha]]));
  });

  it.each([
    ["the commit to the ledger", "POST /graphql"],
    ["the tag's ref", "POST /repos/{owner}/{repo}/git/refs"],
  ])("an answer that is lost after %s changes nothing", async (_, route) => {
    const here = await scene.create();
    await keep(here.open(), [buildPackage(identityAt(here.mainSha))]);
    const workplace = here.open();
    await scene.fake.control.addFault({ route, effect: { kind: "status", status: 502, when: "after" } });
    await reconcileRegistry(workplace, PROJECT, "main");
    expect((await readRegistry(here.open(), PLAN.name))?.versions).toHaveLength(1);
    expect((await tagsOf(here)).size).toBe(1);
  });
});

describe("attacks", () => {
  it("a package that a pull request made becomes no version", async () => {
    const here = await scene.create();
    const workplace = here.open();
    const sha = await here.commit({ "train.py": "evil\n" }, { branch: "try", author: "ben" });
    await keep(workplace, [buildPackage(identityAt(sha, { event: "pull_request" }))], {
      defaultBranch: false,
      pullRequest: 7,
    });
    const [outcome] = await reconcileRegistry(workplace, PROJECT, "main");
    expect(outcome?.versions).toEqual([]);
    expect(outcome?.registry).toBeUndefined();
  });

  it("a package of a commit that is not on the default branch, by a tag of the branch's name, becomes no version", async () => {
    const here = await scene.create();
    const workplace = here.open();
    const sha = await here.commit({ "train.py": "evil\n" }, { branch: "try", author: "ben" });
    await keep(workplace, [buildPackage(identityAt(sha))]);
    const registration = await registerVersions(workplace, PLAN, "main");
    expect(registration.versions).toEqual([]);
    expect(registration.refused[0]?.reason).toContain("is not on main");
  });

  it("a package that was packed from a pull request's run becomes no version", async () => {
    const here = await scene.create();
    const workplace = here.open();
    const sha = await here.commit({ "train.py": "evil\n" }, { branch: "try", author: "ben" });
    const pulled = buildRun({ identity: identityAt(sha, { event: "pull_request" }) });
    const [run] = await keep(workplace, [pulled], { defaultBranch: false, pullRequest: 7 });
    if (run === undefined) throw new Error("nothing kept");
    await keep(workplace, [buildPackage(identityAt(here.mainSha), { lineage: { run, evaluations: [], data: [] } })]);
    const registration = await registerVersions(workplace, PLAN, "main");
    expect(registration.versions).toEqual([]);
    expect(registration.refused[0]?.reason).toContain("not made by the default branch's own code");
  });

  it("a failed package becomes no version", async () => {
    const here = await scene.create();
    const workplace = here.open();
    const { package: _, ...failed } = buildPackage(identityAt(here.mainSha));
    await keep(workplace, [{ ...failed, outcome: { kind: "failed", exitCode: 1, logTail: [] } }]);
    expect((await registerVersions(workplace, PLAN, "main")).versions).toEqual([]);
  });

  it("a tag that was moved by hand is found and not written over", async () => {
    const here = await scene.create();
    const workplace = here.open();
    await keep(workplace, [buildPackage(identityAt(here.mainSha))]);
    await reconcileRegistry(workplace, PROJECT, "main");
    const evil = await here.commit({ "train.py": "evil\n" });
    const url = `/repos/${here.repository}/git/refs/tags/late-flights@v1.0.0`;
    const moved = await fetch(`${scene.fake.url}${url}`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${scene.token()}` },
      body: JSON.stringify({ sha: evil, force: true }),
    });
    expect(moved.status).toBe(200);
    const restarted = here.open();
    const [outcome] = await reconcileRegistry(restarted, PROJECT, "main");
    expect(outcome?.moved).toEqual([{ tag: "late-flights@v1.0.0", commit: evil }]);
    expect(restarted.memory.movedTags).toEqual(new Map([["late-flights@v1.0.0", evil]]));
    expect((await tagsOf(here)).get("late-flights@v1.0.0")).toBe(`lightweight ${evil}`);
  });

  it("a tag that somebody made before the App is found and not written over", async () => {
    const here = await scene.create();
    const other = await here.commit({ "README.md": "x\n" });
    await fetch(`${scene.fake.url}/repos/${here.repository}/git/refs`, {
      method: "POST",
      headers: { authorization: `Bearer ${scene.token()}` },
      body: JSON.stringify({ ref: "refs/tags/late-flights@v1.0.0", sha: other }),
    });
    const workplace = here.open();
    await keep(workplace, [buildPackage(identityAt(here.mainSha))]);
    const [outcome] = await reconcileRegistry(workplace, PROJECT, "main");
    expect(outcome?.moved).toEqual([{ tag: "late-flights@v1.0.0", commit: other }]);
  });

  it("a digest that the registry has is never given to another version by a forged document number", async () => {
    const here = await scene.create();
    const workplace = here.open();
    const digest = randomDigest();
    const first = buildPackage(identityAt(here.mainSha));
    if (first.package === undefined) throw new Error("no package");
    await keep(workplace, [{ ...first, package: { ...first.package, digest } }]);
    await reconcileRegistry(workplace, PROJECT, "main");
    const again = buildPackage(identityAt(here.mainSha));
    if (again.package === undefined) throw new Error("no package");
    await keep(workplace, [{ ...again, package: { ...again.package, digest, repository: "ghcr.io/mallory/x" } }]);
    const [outcome] = await reconcileRegistry(here.open(), PROJECT, "main");
    expect(outcome?.registry?.versions.map(({ version, digest: known }) => [version, known])).toEqual([[1, digest]]);
  });
});
