import { describe, expect, it } from "vitest";
import { deliverWeek } from "../../sandbox/deliver-week.ts";
import {
  askModel,
  mergePull,
  readSandboxRegistry,
  waitForDeployment,
  waitForPromotionCheck,
  waitForPromotionPull,
  waitForVersion,
} from "../../sandbox/promotion.ts";
import { readJudgedAgain } from "../../sandbox/read-judged-again.ts";
import { readReport, waitForReport } from "../../sandbox/read-report.ts";
import type { Sandbox } from "../../sandbox/start-sandbox.ts";
import {
  checkDrift,
  EXAMPLE_DATASET,
  listRetrainingPulls,
  openChecksIssue,
  readSandboxRetraining,
  waitForIncident,
  waitForRetrained,
  waitForRetrainingPull,
} from "../../sandbox/weeks.ts";

const SECONDS = 120;

/** The last part of the story: deliveries arrive, one is broken, two show a changed world, and the model is retrained. */
export function describeRetraining(story: () => { readonly sandbox: Sandbox }): void {
  describe("from deliveries to a retrained model", () => {
    let issue = 0;
    let retraining = { pull: 0, headSha: "" };

    it("finds nothing in a week like those before", async () => {
      const { sandbox } = story();
      issue = await openChecksIssue(sandbox);
      await deliverWeek(sandbox, { week: 14 });
      expect(await checkDrift(sandbox, issue)).toMatchObject({
        dataset: EXAMPLE_DATASET,
        verdict: "stable",
        contract: "pass",
        broken: false,
      });
    });

    it("tells of a broken delivery, and does not learn from it", async () => {
      const { sandbox } = story();
      await deliverWeek(sandbox, { week: 17, fault: "seconds" });
      expect(await checkDrift(sandbox, issue)).toMatchObject({ verdict: "drift", contract: "fail", broken: true });
      const incident = await waitForIncident(sandbox, "open");
      expect(incident.body).toMatch(/\bdelay\b/);
      expect(await listRetrainingPulls(sandbox)).toEqual([]);
    });

    it("closes the incident with the next good delivery, and waits for a second week of a changed world", async () => {
      const { sandbox } = story();
      await deliverWeek(sandbox, { week: 17, world: "airport-closed" });
      const window = await checkDrift(sandbox, issue);
      expect(window).toMatchObject({ verdict: "drift", contract: "pass", broken: false });
      const drifted = window.scores.filter(({ verdict }) => verdict === "drift").map(({ column }) => column);
      expect(drifted.sort()).toEqual(["destination", "origin"]);
      await waitForIncident(sandbox, "closed");
      expect(await listRetrainingPulls(sandbox)).toEqual([]);
    });

    it("opens one retraining pull request with the declared edit, trains on it and reports", async () => {
      const { sandbox } = story();
      const { octokit, repository, app } = sandbox;
      await deliverWeek(sandbox, { week: 18, world: "airport-closed" });
      await checkDrift(sandbox, issue);
      const found = await waitForRetrainingPull(sandbox);
      await waitForRetrained(sandbox);
      const report = await waitForReport(sandbox, { ...found, seconds: SECONDS });
      expect(report.comments).toBe(1);
      retraining = found;

      const pulls = await listRetrainingPulls(sandbox);
      expect(pulls.map(({ user, labels }) => [user?.login, labels.map(({ name }) => name)])).toEqual([
        [app.botLogin, ["retraining"]],
      ]);
      const { data: files } = await octokit.rest.pulls.listFiles({ ...repository, pull_number: found.pull });
      expect(files.map(({ filename, additions, deletions }) => [filename, additions, deletions])).toEqual([
        ["params.yaml", 1, 1],
      ]);
      expect((await readSandboxRetraining(sandbox))?.records).toMatchObject([
        { counter: 1, cause: { kind: "drift" }, pullRequest: found.pull, state: "open" },
      ]);
    });

    it("compares it with what serves, judged again on the newest week, and lets it through the gate on that", async () => {
      const { sandbox } = story();
      const { octokit, repository } = sandbox;
      const serving = (await readSandboxRegistry(sandbox))?.versions.find(({ version }) => version === 2);
      const judged = await readJudgedAgain(sandbox, retraining.headSha);
      expect([judged.package, judged.rows]).toEqual([serving?.digest, 50_000]);
      expect(judged.rocAuc.interval?.[0]).toBeGreaterThan(0.1);
      const report = await readReport(sandbox, retraining);
      expect(report?.comment).toMatch(
        /is better: ROC AUC 0\.7\d\d, \*\*\+0\.1\d\d?\*\* over the champion, judged again/,
      );

      const commit = await mergePull(sandbox, retraining.pull);
      expect(await waitForVersion(sandbox, commit)).toBe(3);
      const promotion = await waitForPromotionPull(sandbox, 3);
      await octokit.rest.pulls.createReview({ ...repository, pull_number: promotion.pull, event: "APPROVE" });
      const { text } = await waitForPromotionCheck(sandbox, promotion.headSha, "success");
      expect(text).toMatch(/✅ not worse than what serves now.*\n.*paired, the champion judged again\)/);
      await mergePull(sandbox, promotion.pull);
      expect(await waitForDeployment(sandbox, 4)).toMatchObject({ status: "success" });
      expect((await askModel(sandbox)).version).toBe("3");
    });
  });
}
