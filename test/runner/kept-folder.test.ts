import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { keptFolder } from "../../src/runner/kept-folder.ts";
import { runEvidence } from "../support/run-evidence.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const { identity } = runEvidence();
const now = new Date("2026-11-25T12:00:00Z");
const open = (env: NodeJS.ProcessEnv) => keptFolder({ env, identity, model: "late-flights", now });

it("lies beside the checkout, where a checkout and the end of a job leave it alone", () => {
  const root = temporaryFolder();
  mkdirSync(join(root, "demo"));
  expect(open({ GITHUB_WORKSPACE: join(root, "demo") })).toBe(join(root, "pawl-kept", "41-1-late-flights"));
});

it("keeps the last 20 runs for 30 days, whatever else is removed", () => {
  const root = temporaryFolder();
  for (let day = 1; day <= 40; day++) {
    const folder = join(root, "pawl-kept", `run-${String(day)}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "run.json"), "{}");
    const time = now.getTime() / 1000 - day * 2 * 86_400;
    utimesSync(folder, time, time);
  }
  const folder = open({ GITHUB_WORKSPACE: join(root, "demo") });
  const kept = readdirSync(join(root, "pawl-kept"));
  expect(existsSync(folder)).toBe(true);
  // 15 are at most 30 days old, and this one.
  expect(kept.length).toBe(16);
  expect(kept).toContain("run-15");
  expect(kept).not.toContain("run-16");
});

it("takes the temporary folder where it may not write beside the checkout", () => {
  const root = temporaryFolder();
  writeFileSync(join(root, "file"), "");
  const folder = open({ GITHUB_WORKSPACE: join(root, "file", "demo"), RUNNER_TEMP: join(root, "temp") });
  expect(folder.startsWith(join(root, "temp"))).toBe(true);
});

it("says so where no folder can be made", () => {
  expect(() => open({ GITHUB_WORKSPACE: "/dev/null/demo" })).toThrow(
    expect.objectContaining({ code: "INPUT_INVALID" }),
  );
});
