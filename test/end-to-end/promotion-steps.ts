import { type Browser, chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { EXAMPLE_MODEL, type OpenedPull } from "../../sandbox/experiment.ts";
import { findChromium } from "../../sandbox/page/screenshot.ts";
import {
  askModel,
  ENVIRONMENT,
  mergePull,
  PROMOTION_CHECK,
  protectMain,
  readMergeState,
  readSandboxRegistry,
  waitForDeployment,
  waitForPromotionCheck,
  waitForPromotionPull,
  waitForRollbackPull,
  waitForVersion,
} from "../../sandbox/promotion.ts";
import type { Sandbox } from "../../sandbox/start-sandbox.ts";
import { waitFor } from "../../sandbox/wait-for.ts";
import { cloneRepository } from "../../sandbox/working-clone.ts";
import type { LedgerEntry } from "../../src/core/evidence/ledger-index.ts";
import { parseStatement } from "../../src/core/evidence/statement.ts";
import { aliasPath } from "../../src/core/registry/alias-file.ts";
import { promotionTag, versionTag } from "../../src/core/registry/registry.ts";
import { readFileAt } from "../../src/github/contents.ts";
import { readLedgerDocument } from "../../src/github/ledger.ts";
import { pawlIn } from "../support/pawl-at-terminal.ts";
import { requireProgram } from "../support/require-program.ts";

/** What the first half of the story leaves behind. */
export interface Story {
  readonly sandbox: Sandbox;
  readonly baselineSha: string;
  /** The pull request with the better model. */
  readonly better: { readonly pull: number; readonly headSha: string };
  readonly ledgerOf: (commit: string) => Promise<readonly LedgerEntry[]>;
  /** What the jobs of a commit printed. */
  readonly logOf: (commit: string) => string;
}

const BROWSER_HINT = "apt-get install -y chromium fonts-noto-color-emoji";
const SECONDS = 120;

const canBrowse = findChromium() !== undefined || requireProgram("chromium", BROWSER_HINT);

/** The second half of the story, each step on top of the one before: from a merge to a model that serves, and back. */
export function describePromotion(story: () => Story): void {
  describe("from a merged experiment to a model that serves", () => {
    let promotion = { pull: 0, headSha: "", url: "" };
    let mergedAt = "";

    it("has registered the baseline as version 1, and asks for its promotion", async () => {
      const { sandbox, baselineSha } = story();
      expect(await waitForVersion(sandbox, baselineSha)).toBe(1);
      promotion = await waitForPromotionPull(sandbox, 1);
      const { octokit, repository, app } = sandbox;
      const { data: pull } = await octokit.rest.pulls.get({ ...repository, pull_number: promotion.pull });
      expect(pull.user.login).toBe(app.botLogin);
      expect(await changedBy(sandbox, promotion.pull)).toEqual([aliasPath(EXAMPLE_MODEL)]);
      expect(await tagsOf(sandbox)).toEqual([`${versionTag(EXAMPLE_MODEL, 1)} tag`]);
    });

    it("registers the better model at the merge: neither trained nor packed again", async () => {
      const { sandbox, better, logOf } = story();
      await protectMain(sandbox);
      const passed = await waitForPromotionCheck(sandbox, better.headSha, "success");
      expect(passed.title).toMatch(/changes no alias/i);
      mergedAt = await mergePull(sandbox, better.pull);
      expect(await waitForVersion(sandbox, mergedAt)).toBe(2);
      const log = logOf(mergedAt);
      expect(log).not.toContain("trained in");
      expect(log).toContain("Not packed again");
      const registry = await readSandboxRegistry(sandbox);
      expect(registry?.versions.map(({ version }) => version)).toEqual([2, 1]);
      const digest = registry?.versions[0]?.digest;
      for (const commit of [better.headSha, mergedAt]) {
        expect((await packagesOf(story(), commit)).map((one) => one?.digest)).toEqual([digest]);
      }
      expect(registry?.versions[1]?.digest).not.toBe(digest);
      await waitFor({
        what: "the tag of version 2",
        seconds: SECONDS,
        look: async () => ((await tagsOf(sandbox)).length === 2 ? true : undefined),
      });
      expect(await tagsOf(sandbox)).toContain(`${versionTag(EXAMPLE_MODEL, 2)} tag`);
    });

    it("brings the one promotion pull request up to date, and waits for a person", async () => {
      const { sandbox } = story();
      const { octokit, repository, app } = sandbox;
      const updated = await waitForPromotionPull(sandbox, 2);
      expect([updated.pull, updated.headSha === promotion.headSha]).toEqual([promotion.pull, false]);
      promotion = updated;
      const { data } = await octokit.rest.pulls.list({ ...repository, state: "all" });
      expect(data.filter(({ user }) => user?.login === app.botLogin)).toHaveLength(1);
      expect(await readAlias(sandbox, promotion.headSha)).toMatch(/^production: 2$/m);
      const { text } = await waitForPromotionCheck(sandbox, promotion.headSha, "action_required");
      expect(text).toContain("approval of somebody who may write");
      expect(await readMergeState(sandbox, promotion.pull)).toBe("blocked");
    });

    // Without a browser the same is done by the API: the story has to go on.
    it(`lets a person approve ${canBrowse ? "on the page" : "by the API"}, and merge once the gate is green`, async () => {
      const { sandbox } = story();
      await (canBrowse ? onPage(sandbox, promotion) : byApi(sandbox, promotion));
      const { data } = await sandbox.octokit.rest.pulls.get({ ...sandbox.repository, pull_number: promotion.pull });
      expect([data.merged, data.merged_by?.login]).toEqual([true, sandbox.owner.login]);
      expect(await readAlias(sandbox, "main")).toMatch(/^production: 2$/m);
    });

    it("tags, deploys and dispatches exactly once, and the approved version answers", async () => {
      const { sandbox } = story();
      expect(await waitForDeployment(sandbox, 1)).toMatchObject({ status: "success" });
      expect(await consequencesOf(sandbox)).toEqual({
        tags: [`${promotionTag(EXAMPLE_MODEL, ENVIRONMENT, 1)} tag`],
        deployments: 1,
        dispatches: 1,
      });
      const { version, late } = await askModel(sandbox);
      expect(version).toBe("2");
      expect(late).toBeGreaterThan(0);
      expect(late).toBeLessThan(1);
    });

    it("does not let a worse version through, whoever asks for it", async () => {
      const { sandbox } = story();
      const { octokit, repository } = sandbox;
      const body = `/pawl promote ${EXAMPLE_MODEL} ${ENVIRONMENT} 1`;
      await octokit.rest.issues.createComment({ ...repository, issue_number: promotion.pull, body });
      const worse = await waitForPromotionPull(sandbox, 1);
      const { text } = await waitForPromotionCheck(sandbox, worse.headSha, "failure");
      expect(text).toMatch(/❌.*not worse than what serves now/);
      await octokit.rest.pulls.update({ ...repository, pull_number: worse.pull, state: "closed" });
    });

    it("says so at a terminal, from a clone", async () => {
      const { sandbox } = story();
      const { cloneUrl, owner, url, workFolder: below } = sandbox;
      const clone = await cloneRepository({ cloneUrl, ...owner, below });
      const env = {
        PATH: process.env["PATH"],
        HOME: clone.folder,
        GITHUB_API_URL: `${url}/api/v3`,
        GH_TOKEN: owner.token,
      };
      const pawl = (...args: string[]) => pawlIn(clone.folder, env, args);
      const status = await pawl("status", "--json");
      expect(JSON.parse(status.printed).models).toMatchObject([
        {
          model: EXAMPLE_MODEL,
          newest: 2,
          versions: 2,
          holders: [
            {
              environment: ENVIRONMENT,
              version: 2,
              deployment: "success",
              pullable: { kind: "pullable" },
              problems: [],
            },
          ],
        },
      ]);
      expect(status.code).toBe(0);
      const history = await pawl("history", "--json");
      expect(JSON.parse(history.printed).moves).toMatchObject([
        {
          counter: 1,
          version: 2,
          standing: "approved",
          pullRequest: promotion.pull,
          deployment: "success",
          record: { by: owner.login, approvedBy: [owner.login], gate: { verdict: "pass" } },
        },
      ]);
      const [packed] = await packagesOf(story(), mergedAt);
      const verified = await pawl("verify", `${String(packed?.repository)}@${String(packed?.digest)}`, "--json");
      const { links } = JSON.parse(verified.printed);
      expect(links.filter(({ state }: { state: string }) => state !== "ok")).toMatchObject([
        { name: "attestation", state: "none" },
      ]);
      expect(verified.code).toBe(0);
    });

    it("attack: an alias that was pushed past the gate deploys nothing until somebody confirms it", async () => {
      const { sandbox } = story();
      const { control, octokit, repository, owner } = sandbox;
      const name = `${repository.owner}/${repository.repo}`;
      // The owner lifts the protection for a moment.
      await control.protectBranch({ repository: name, branch: "main" });
      const files = { [aliasPath(EXAMPLE_MODEL)]: "production: 1\n" };
      await control.commitFiles({ repository: name, branch: "main", files, message: "Quickly", author: owner.login });
      await protectMain(sandbox);
      const issue = await waitFor({
        what: "the issue about the alias that nobody has judged",
        seconds: SECONDS,
        look: async () => {
          const { data } = await octokit.rest.issues.listForRepo({ ...repository, state: "open" });
          return data.find(({ title }) => title.includes("without a passing check"));
        },
      });
      const moves = (await readSandboxRegistry(sandbox))?.promotions;
      expect(moves?.[0]).toMatchObject({ counter: 2, version: 1, standing: "unverified" });
      expect(await consequencesOf(sandbox)).toMatchObject({ deployments: 1, dispatches: 1 });
      expect((await askModel(sandbox)).version).toBe("2");

      const body = `/pawl confirm ${ENVIRONMENT} ${EXAMPLE_MODEL}`;
      await octokit.rest.issues.createComment({ ...repository, issue_number: issue.number, body });
      expect(await waitForDeployment(sandbox, 2)).toMatchObject({ status: "success" });
      expect((await askModel(sandbox)).version).toBe("1");
    });

    it("goes back to the version before by a pull request that somebody else approves", async () => {
      const { sandbox } = story();
      const { control, repository, owner } = sandbox;
      const name = `${repository.owner}/${repository.repo}`;
      const { login: author } = await control.createUser({ login: "ana" });
      await control.addCollaborator({ repository: name, login: author, permission: "write" });
      const body = `/pawl rollback ${ENVIRONMENT}`;
      await control.comment({ repository: name, number: promotion.pull, author, body });
      const back = await waitForRollbackPull(sandbox, 2);
      await waitForPromotionCheck(sandbox, back.headSha, "action_required");
      // Who asked for it counts as its author.
      await control.review({ repository: name, number: back.pull, author, state: "APPROVED" });
      await control.review({ repository: name, number: back.pull, author: owner.login, state: "APPROVED" });
      const { text } = await waitForPromotionCheck(sandbox, back.headSha, "success");
      expect(text).toContain(owner.login);
      await mergePull(sandbox, back.pull);
      expect(await waitForDeployment(sandbox, 3)).toMatchObject({ status: "success" });
      expect((await askModel(sandbox)).version).toBe("2");
      const tags = [1, 2, 3].map((counter) => `${promotionTag(EXAMPLE_MODEL, ENVIRONMENT, counter)} tag`);
      expect(await consequencesOf(sandbox)).toEqual({ tags, deployments: 3, dispatches: 3 });
    });
  });
}

/** What a person does: looks, chooses who they are, approves, waits for the gate, merges. */
async function onPage(sandbox: Sandbox, promotion: OpenedPull): Promise<void> {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? "",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    await approveAndMerge(browser, sandbox, promotion);
  } finally {
    await browser.close();
  }
}

async function byApi(sandbox: Sandbox, { pull, headSha }: OpenedPull): Promise<void> {
  await sandbox.octokit.rest.pulls.createReview({ ...sandbox.repository, pull_number: pull, event: "APPROVE" });
  await waitForPromotionCheck(sandbox, headSha, "success");
  expect(await readMergeState(sandbox, pull)).toBe("clean");
  await mergePull(sandbox, pull);
}

async function approveAndMerge(
  browser: Browser,
  sandbox: Sandbox,
  promotion: { pull: number; headSha: string; url: string },
): Promise<void> {
  const page = await browser.newPage();
  const merge = page.getByRole("button", { name: "Merge pull request" });
  const press = async (name: string): Promise<void> => {
    await Promise.all([page.waitForNavigation(), page.getByRole("button", { name, exact: true }).click()]);
  };
  await page.goto(promotion.url);
  expect(await page.getByRole("link", { name: PROMOTION_CHECK }).count()).toBe(1);
  expect(await page.getByText("Merging is blocked.").count()).toBe(1);
  expect(await merge.isDisabled()).toBe(true);
  await page.getByLabel("as").selectOption(sandbox.owner.login);
  await press("Approve");
  expect(await page.getByText("approved these changes").count()).toBe(1);
  await waitForPromotionCheck(sandbox, promotion.headSha, "success");
  await page.reload();
  expect(await merge.isEnabled()).toBe(true);
  await press("Merge pull request");
  expect(await page.locator(".badge.merged").first().textContent()).toBe("Merged");
}

async function changedBy({ octokit, repository }: Sandbox, pull: number): Promise<readonly string[]> {
  const { data } = await octokit.rest.pulls.listFiles({ ...repository, pull_number: pull });
  return data.map(({ filename }) => filename);
}

async function readAlias({ octokit, repository }: Sandbox, ref: string): Promise<string> {
  const bytes = await readFileAt(octokit, repository, aliasPath(EXAMPLE_MODEL), ref);
  return Buffer.from(bytes ?? new Uint8Array()).toString();
}

/** Names of the model's tags with what they point at: `tag` where they are annotated. */
async function tagsOf({ octokit, repository }: Sandbox): Promise<readonly string[]> {
  const { data } = await octokit.rest.git.listMatchingRefs({ ...repository, ref: `tags/${EXAMPLE_MODEL}` });
  return data.map(({ ref, object }) => `${ref.replace("refs/tags/", "")} ${object.type}`);
}

/** Everything that promotions have led to by now. */
async function consequencesOf(sandbox: Sandbox) {
  const { octokit, repository } = sandbox;
  const { data: deployments } = await octokit.rest.repos.listDeployments({ ...repository, environment: ENVIRONMENT });
  const { data: runs } = await octokit.rest.actions.listWorkflowRuns({ ...repository, workflow_id: "deploy.yml" });
  const tags = (await tagsOf(sandbox)).filter((tag) => tag.includes("#"));
  return { tags, deployments: deployments.length, dispatches: runs.workflow_runs.length };
}

/** The packages that the ledger has from a commit. */
async function packagesOf({ sandbox, ledgerOf }: Story, commit: string) {
  const entries = (await ledgerOf(commit)).filter(({ kind }) => kind === "package");
  return Promise.all(
    entries.map(async ({ path }) => {
      const { predicate } = parseStatement(await readLedgerDocument(sandbox.octokit, sandbox.repository, path), path);
      return predicate.schema === "pawl.package/v1" ? predicate.package : undefined;
    }),
  );
}
