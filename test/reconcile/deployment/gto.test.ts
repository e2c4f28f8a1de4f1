import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { cloneRepository } from "../../../sandbox/working-clone.ts";
import { requireProgram } from "../../support/require-program.ts";
import { useDeploymentScene } from "./deployment-scene.ts";

const scene = useDeploymentScene();
const run = promisify(execFile);
const PROGRAM = process.env["PAWL_GTO"] ?? "gto";
const here = requireProgram(PROGRAM, "pip install gto==1.10.1");

describe.skipIf(!here)("GTO's own command line on a clone", () => {
  it("shows which version an alias has after promotions, and takes back what was taken away", async () => {
    const world = await scene.create();
    const show = async (): Promise<string | undefined> => {
      const cloneUrl = `${scene.fake.url}/${world.repository}.git`;
      const clone = await cloneRepository({ cloneUrl, login: "ana", token: scene.token() });
      try {
        const { stdout } = await run(PROGRAM, ["show", "--json"], { cwd: clone.folder });
        return JSON.parse(stdout)["late-flights"].stage?.production;
      } finally {
        await clone.remove();
      }
    };
    const moves = [
      ["production: 1\n", { to: 1 }, "v1.0.0"],
      ["# nothing\n", { from: 1 }, undefined],
      ["production: 2\n", { to: 2 }, "v2.0.0"],
      ["production: 3\n", { from: 2, to: 3 }, "v3.0.0"],
      // To GTO an alias that is taken from a version goes back to the one that had it before.
      ["# nothing\n", { from: 3 }, "v2.0.0"],
    ] as const;
    for (const [text, move, shown] of moves) {
      // GTO orders what happened by time, of which tags know seconds.
      await scene.fake.control.advanceClock({ milliseconds: 2000 });
      await world.merge(text, [{ ...move, verdict: "pass" }]);
      await world.reconcile();
      expect(await show()).toBe(shown);
    }
  });
});
