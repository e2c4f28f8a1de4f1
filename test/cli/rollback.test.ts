import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type FakeGitHub, startFakeGitHub } from "../../sandbox/github/start-fake-github.ts";
import { pawlIn } from "../support/pawl-at-terminal.ts";
import { createCloneScene, GIT_ENV } from "./clone/clone-scene.ts";
import { ALIASES, ledgerOf, pushSmallPackage, type SceneMove } from "./registry-scene.ts";

let fake: FakeGitHub;
let token: string;
const folder = mkdtempSync(join(tmpdir(), "pawl-rollback-"));
const packages = `oci-layout:${join(folder, "packages")}`;
const repository = "ana/flights";

beforeAll(async () => {
  fake = await startFakeGitHub({ validate: true });
  token = (await fake.control.createUser({ login: "ana" })).token;
  const created = await fake.control.createRepository({
    owner: "ana",
    name: "flights",
    files: { [ALIASES]: "# who serves\nproduction: 3\n" },
  });
  const digest = await pushSmallPackage(packages, "weights of 2");
  const files = ledgerOf(
    [
      { version: 1, digest: `sha256:${"1".repeat(64)}`, repository: packages },
      { version: 2, digest, repository: packages },
      { version: 3, digest: await pushSmallPackage(packages, "weights of 3"), repository: packages },
    ],
    [
      { version: 1, movedAt: "2026-09-01T08:00:00Z" },
      { version: 2, previous: 1, movedAt: "2026-09-05T08:00:00Z" },
      { version: 3, previous: 2, movedAt: "2026-10-16T08:00:00Z" },
    ],
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
  pawlIn(join(folder, "clone"), { ...GIT_ENV, GH_TOKEN: token, GITHUB_API_URL: fake.url }, args);

async function get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  const response = await fetch(`${fake.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return schema.parse(await response.json());
}
const Pull = z.object({ title: z.string(), body: z.string(), user: z.object({ login: z.string() }) });
const Changed = z.array(
  z.object({ filename: z.string(), additions: z.number(), deletions: z.number(), patch: z.string() }),
);

describe("pawl rollback", () => {
  it("opens the pull request with the person's own token, and changes one line", async () => {
    const { code, printed, told } = await pawl("rollback", "--reason", "late since noon");
    expect([code, told]).toEqual([0, expect.stringContaining("version 2 served 41 days, pullable, checked")]);
    const number = /\/pull\/(\d+)$/.exec(printed)?.[1] ?? "";
    const pull = await get(`/repos/${repository}/pulls/${number}`, Pull);
    expect(pull).toMatchObject({ title: "Roll production of late-flights back to 2", user: { login: "ana" } });
    expect(pull.body).toContain("Reason: late since noon");
    const files = await get(`/repos/${repository}/pulls/${number}/files`, Changed);
    expect(files).toEqual([
      { filename: ALIASES, additions: 1, deletions: 1, patch: expect.stringContaining("+production: 2") },
    ]);
    expect(await fake.control.violations()).toEqual([]);

    const again = await pawl("rollback", "late-flights", "production");
    expect([again.printed, again.told]).toEqual([printed, expect.stringContaining("open already")]);
    expect(await get(`/repos/${repository}/pulls?state=open`, z.array(Pull))).toHaveLength(1);
  });

  it("refuses a version that cannot be pulled, unless it is forced", async () => {
    const refused = await pawl("rollback", "production", "--to", "1");
    expect([refused.code, refused.told]).toEqual([2, expect.stringContaining("cannot be pulled")]);
    expect((await pawl("rollback", "production", "--to", "1", "--force", "--print")).code).toBe(0);
  });

  it("says what to do by hand, for when the API is down", async () => {
    const { code, printed } = await pawl("rollback", "--print", "--offline");
    expect(code).toBe(0);
    expect(printed).toContain("git switch --create rollback/late-flights/production-to-2 origin/main");
    expect(printed).toContain("production: 2");
  });

  it.each`
    args                                | said
    ${["rollback", "--to", "3"]}        | ${"version 3 never served production well before"}
    ${["rollback", "--to", "9"]}        | ${"Earlier holders: 2, 1"}
    ${["rollback", "canary"]}           | ${"canary is no alias of late-flights"}
    ${["rollback", "production", "7"]}  | ${"which environment is meant is not clear"}
    ${["rollback", "--model", "churn"]} | ${"Known here: late-flights"}
  `("refuses $args", async ({ args, said }: { args: string[]; said: string }) => {
    const { code, told } = await pawl(...args);
    expect([code, told]).toEqual([2, expect.stringContaining(said)]);
  });
});

describe("what pawl rollback goes back to", () => {
  const at = (version: number, move: Partial<SceneMove> = {}, day = version): SceneMove => ({
    version,
    movedAt: `2026-09-0${String(day)}T08:00:00Z`,
    ...move,
  });
  const digest = `sha256:${"1".repeat(64)}`;

  it.each`
    what                                                  | moves                                                            | holder | to
    ${"the last holder"}                                  | ${[at(1), at(2), at(3)]}                                         | ${3}   | ${2}
    ${"not one whose deployment failed"}                  | ${[at(1), at(2, { status: "failure" }), at(3)]}                  | ${3}   | ${1}
    ${"what still serves, of an unverified move"}         | ${[at(1), at(2), at(3, { standing: "unverified" })]}             | ${3}   | ${2}
    ${"what serves, of a move that nobody has looked at"} | ${[at(1), at(2)]}                                                | ${3}   | ${2}
    ${"not one that served once and failed since"}        | ${[at(1), at(2), at(2, { status: "failure" }, 3), at(3, {}, 4)]} | ${3}   | ${1}
    ${"not forward again after a rollback"}               | ${[at(1), at(2), at(3), at(2, { previous: 3 }, 4)]}              | ${2}   | ${1}
  `("is $what", async ({ moves, holder, to }: { moves: SceneMove[]; holder: number; to: number }) => {
    const scene = createCloneScene({ [ALIASES]: `production: ${String(holder)}\n` });
    try {
      const versions = [1, 2, 3].map((version) => ({ version, digest, repository: packages }));
      scene.commitToLedger(ledgerOf(versions, moves));
      const place = scene.clone();
      for (const words of [["production", "late-flights"], ["late-flights"], []]) {
        const { code, printed } = await pawlIn(place, GIT_ENV, ["rollback", ...words, "--print", "--offline"]);
        expect([code, /the line: (.*)/.exec(printed)?.[1]]).toEqual([0, `production: ${String(to)}`]);
      }
    } finally {
      scene.remove();
    }
  });
});
