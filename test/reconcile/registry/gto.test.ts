import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { cloneRepository } from "../../../sandbox/working-clone.ts";
import { promotionTag } from "../../../src/core/registry/registry.ts";
import { createTag } from "../../../src/github/tags.ts";
import { readRegistry } from "../../../src/reconcile/registry/read-registry.ts";
import { reconcileRegistry } from "../../../src/reconcile/registry/reconcile-registry.ts";
import { placeOfTag } from "../../../src/reconcile/registry/tag-versions.ts";
import type { Workplace } from "../../../src/reconcile/workplace.ts";
import { requireProgram } from "../../support/require-program.ts";
import { buildPackage } from "./build-package.ts";
import { identityAt, keep, PLAN, useRegistryScene } from "./registry-scene.ts";

const scene = useRegistryScene();
const run = promisify(execFile);
const PROGRAM = process.env["PAWL_GTO"] ?? "gto";
const here = requireProgram(PROGRAM, "pip install gto==1.10.1");

async function register(workplace: Workplace, sha: string): Promise<void> {
  await keep(workplace, [buildPackage(identityAt(sha))]);
  await reconcileRegistry(workplace, { models: [PLAN] }, "main");
}

/** What merging a promotion writes: a tag where the version's own tag is. */
async function promote(workplace: Workplace, version: number, counter: number): Promise<void> {
  const registry = await readRegistry(workplace, PLAN.name);
  const entry = registry?.versions.find((candidate) => candidate.version === version);
  if (registry === undefined || entry === undefined) throw new Error("not registered");
  const commit = (await placeOfTag(workplace, registry, entry)) ?? "";
  const name = promotionTag(PLAN.name, "production", counter);
  await createTag(workplace.octokit, workplace.repository, { name, commit, message: name });
}

describe.skipIf(!here)("GTO's own command line on a clone", () => {
  it("shows versions, also two from one commit, and which one serves, also after a rollback", async () => {
    const world = await scene.create();
    const workplace = world.open();
    await register(workplace, world.mainSha);
    await register(workplace, world.mainSha);
    const later = await world.commit({ "train.py": "print(2)\n" });
    await register(workplace, later);
    for (const [at, version] of [1, 3, 2].entries()) {
      // GTO orders what happened by time, of which tags know seconds.
      await scene.fake.control.advanceClock({ milliseconds: 2000 });
      await promote(workplace, version, at + 1);
    }
    const clone = await cloneRepository({
      cloneUrl: `${scene.fake.url}/${world.repository}.git`,
      login: "ana",
      token: scene.token(),
    });
    try {
      const gto = async (...args: string[]) => (await run(PROGRAM, args, { cwd: clone.folder })).stdout;
      const state = JSON.parse(await gto("show", "--json"));
      expect(state["late-flights"]).toMatchObject({
        version: "v3.0.0",
        stage: { production: "v2.0.0" },
        registered: true,
      });
      expect((await gto("show", "late-flights@latest", "--version")).trim()).toBe("v3.0.0");
      expect((await gto("show", "late-flights#production", "--version")).trim()).toBe("v2.0.0");
      const versions: { version: string; commit_hexsha: string }[] = JSON.parse(
        await gto("show", "late-flights", "--json"),
      );
      const at = new Map(versions.map(({ version, commit_hexsha: sha }) => [version, sha]));
      expect([at.get("v1.0.0"), at.get("v3.0.0")]).toEqual([world.mainSha, later]);
      expect(versions.map(({ version }) => version).sort()).toEqual(["v1.0.0", "v2.0.0", "v3.0.0"]);
      const history: { event: string; version: string; stage?: string }[] = JSON.parse(
        await gto("history", "late-flights", "--json"),
      );
      const assignments = history.filter(({ event }) => event === "assignment");
      expect(assignments.map(({ version, stage }) => [version, stage])).toEqual([
        ["v2.0.0", "production"],
        ["v3.0.0", "production"],
        ["v1.0.0", "production"],
      ]);
      expect(history.filter(({ event }) => event === "registration")).toHaveLength(3);
    } finally {
      await clone.remove();
    }
  });
});
