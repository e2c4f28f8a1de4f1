import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type FakeGitHub, startFakeGitHub } from "../../sandbox/github/start-fake-github.ts";
import { pawlIn } from "../support/pawl-at-terminal.ts";
import { GIT_ENV } from "./clone/clone-scene.ts";
import { ALIASES, ledgerOf } from "./registry-scene.ts";

let fake: FakeGitHub;
let token: string;
const folder = mkdtempSync(join(tmpdir(), "pawl-commands-"));
const repository = "ana/flights";

const POLICY = `models:
  late-flights:
    paths: ["train.py"]
    primary-metric: roc-auc
promotion:
  environments:
    production:
      gate: { approvals: { count: 1 } }
`;
const DIGEST = `sha256:${"1".repeat(64)}`;
const PACKAGES = "ghcr.io/ana/flights";

beforeAll(async () => {
  fake = await startFakeGitHub({ validate: true });
  token = (await fake.control.createUser({ login: "ana" })).token;
  const created = await fake.control.createRepository({
    owner: "ana",
    name: "flights",
    files: { ".github/pawl.yml": POLICY, "train.py": "print(1)\n", [ALIASES]: "production: 1\n" },
  });
  const files = ledgerOf(
    [{ version: 1, digest: DIGEST, repository: PACKAGES }],
    [{ version: 1, movedAt: "2026-09-01T08:00:00Z" }],
  );
  await fake.control.commitFiles({ repository, branch: "pawl", files, message: "the ledger", author: "ana" });
  // The server is in this process, so nothing may wait for git without letting it answer.
  await promisify(execFile)("git", ["clone", "--quiet", created.cloneUrl, join(folder, "clone")], { env: GIT_ENV });
});
afterAll(async () => {
  await fake.close();
  rmSync(folder, { recursive: true, force: true });
});

const pawl = (...args: string[]) =>
  pawlIn(join(folder, "clone"), { ...GIT_ENV, GH_TOKEN: token, GITHUB_API_URL: fake.url, PAWL_REGISTRIES: "" }, args);

const Findings = z.object({ findings: z.array(z.object({ level: z.string(), what: z.string() })) });

describe("pawl doctor", () => {
  it("finds a branch that waits for no check, and says what to set", async () => {
    const { code, printed } = await pawl("doctor", "--json");
    const problems = Findings.parse(JSON.parse(printed)).findings.filter(({ level }) => level === "problem");
    expect(problems.map(({ what }) => what).join("\n")).toContain("pawl / promotion");
    expect(code).toBe(1);
    expect((await pawl("doctor")).printed).toContain("pawl / promotion");
    expect(await fake.control.violations()).toEqual([]);
  });
});

describe("pawl simulate", () => {
  it("does not count a ledger that no App has signed", async () => {
    expect((await pawl("simulate", "late-flights", "production")).printed).toContain("no past promotion");
  });

  it.each`
    args                                    | said
    ${["simulate", "--last", "0"]}          | ${"1 to 200"}
    ${["simulate", "churn"]}                | ${"churn"}
    ${["simulate", "--policy", "none.yml"]} | ${"none.yml cannot be read"}
  `("refuses $args", async ({ args, said }: { args: string[]; said: string }) => {
    const { code, told } = await pawl(...args);
    expect([code, told]).toEqual([2, expect.stringContaining(said)]);
  });

  it("names the line of a policy that is not valid", async () => {
    writeFileSync(join(folder, "clone", "wrong.yml"), POLICY.replace("approvals", "aproval"));
    expect((await pawl("simulate", "--policy", "wrong.yml")).told).toContain("wrong.yml is not valid: line 8");
  });
});
