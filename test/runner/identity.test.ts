import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readIdentity } from "../../src/runner/identity.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const MERGE = "c".repeat(40);
const HEAD = "a".repeat(40);
const BASE = "b".repeat(40);

function environment(event: object, more: Record<string, string | undefined> = {}): NodeJS.ProcessEnv {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "event.json"), JSON.stringify(event));
  return {
    PATH: process.env["PATH"],
    GITHUB_WORKSPACE: folder,
    GITHUB_EVENT_PATH: join(folder, "event.json"),
    GITHUB_REPOSITORY: "acme/demo",
    GITHUB_SHA: MERGE,
    GITHUB_REF: "refs/pull/42/merge",
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_RUN_ID: "9001",
    GITHUB_RUN_NUMBER: "57",
    GITHUB_RUN_ATTEMPT: "2",
    GITHUB_WORKFLOW: "Train",
    GITHUB_WORKFLOW_REF: "acme/demo/.github/workflows/train.yml@refs/pull/42/merge",
    GITHUB_JOB: "train",
    GITHUB_ACTOR: "ana",
    RUNNER_NAME: "runner-1",
    RUNNER_OS: "Linux",
    RUNNER_ARCH: "X64",
    ...more,
  };
}

const pullRequest = { pull_request: { number: 42, head: { sha: HEAD, ref: "x" }, base: { sha: BASE, ref: "main" } } };

describe("readIdentity", () => {
  it.each`
    event                  | payload                                                | commit   | base
    ${"pull_request"}      | ${pullRequest}                                         | ${HEAD}  | ${BASE}
    ${"merge_group"}       | ${{ merge_group: { head_sha: HEAD, base_sha: BASE } }} | ${HEAD}  | ${BASE}
    ${"push"}              | ${{ ref: "refs/heads/main", after: MERGE }}            | ${MERGE} | ${undefined}
    ${"schedule"}          | ${{ schedule: "0 3 * * *" }}                           | ${MERGE} | ${undefined}
    ${"workflow_dispatch"} | ${{ inputs: {}, ref: "refs/heads/x" }}                 | ${MERGE} | ${undefined}
  `("$event: the commit that is judged", ({ event, payload, commit, base }) => {
    const identity = readIdentity(environment(payload, { GITHUB_EVENT_NAME: event }));
    expect(identity).toMatchObject({
      commit,
      checkout: MERGE,
      event,
      workflow: { path: ".github/workflows/train.yml" },
    });
    expect(identity.base).toBe(base);
  });

  it("says what is checked out, not what the runner thinks", () => {
    const env = environment(pullRequest);
    const folder = env["GITHUB_WORKSPACE"] ?? "";
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", folder, "-c", "user.name=A", "-c", "user.email=a@example.com", ...args], {
        encoding: "utf8",
      }).trim();
    git("init", "-q");
    git("commit", "-q", "--allow-empty", "-m", "x");
    expect(readIdentity(env).checkout).toBe(git("rev-parse", "HEAD"));
  });

  it("finds the workflow file by its name where the runner does not tell it", () => {
    const env = environment({}, { GITHUB_WORKFLOW_REF: undefined });
    const folder = join(env["GITHUB_WORKSPACE"] ?? "", ".github/workflows");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "other.yml"), "name: Other\n");
    writeFileSync(join(folder, "my-train.yml"), 'name: "Train" # all of it\n');
    expect(readIdentity(env).workflow.path).toBe(".github/workflows/my-train.yml");
    writeFileSync(join(folder, "again.yml"), "name: Train\n");
    expect(readIdentity(env).workflow.path).toBe("");
  });

  it("attack: a branch name that reorders text is made harmless", () => {
    const { ref } = readIdentity(environment({}, { GITHUB_REF: "refs/heads/\u202eevil\nname" }));
    expect(ref).toBe("refs/heads/\uFFFDevil name");
  });

  it.each(["GITHUB_REPOSITORY", "GITHUB_SHA", "GITHUB_RUN_ID"])("refuses to guess %s", (variable) => {
    expect(() => readIdentity(environment({}, { [variable]: undefined }))).toThrow(
      expect.objectContaining({ code: "INPUT_INVALID", message: expect.stringContaining(variable) }),
    );
  });

  it("refuses an event file that is broken", () => {
    const env = environment({});
    writeFileSync(env["GITHUB_EVENT_PATH"] ?? "", "{");
    expect(() => readIdentity(env)).toThrow(expect.objectContaining({ code: "INPUT_INVALID" }));
  });
});
