import { stdout } from "node:process";
import type { Window } from "../../src/core/monitoring/monitoring.ts";
import { type Delivery, deliverWeek } from "../deliver-week.ts";
import { EXAMPLE_MODEL, type OpenedPull } from "../experiment.ts";
import {
  ENVIRONMENT,
  mergePull,
  waitForDeployment,
  waitForPromotionCheck,
  waitForPromotionPull,
  waitForVersion,
} from "../promotion.ts";
import { readJudgedAgain } from "../read-judged-again.ts";
import { type Report, waitForReport } from "../read-report.ts";
import type { Sandbox } from "../start-sandbox.ts";
import {
  checkDrift,
  listRetrainingPulls,
  openChecksIssue,
  readIncident,
  waitForIncident,
  waitForRetrained,
  waitForRetrainingPull,
} from "../weeks.ts";
import { formatForTerminal } from "./format-for-terminal.ts";
import type { Narrator } from "./narrator.ts";
import { showReport } from "./show-report.ts";

export interface ToldWeeks {
  readonly retraining: OpenedPull;
  readonly incidentUrl: string;
  /** Whether every week led to what it should have led to, and the retrained model serves. */
  readonly isRight: boolean;
}

interface Weeks {
  readonly sandbox: Sandbox;
  readonly narrator: Narrator;
  /** In which checks are asked for. */
  readonly issue: number;
}

const REPORT_SECONDS = 120;
/** So much ROC AUC has to be gained, at 95 % confidence, on flights of the changed world. */
const LEAST_GAIN = 0.02;

/**
 * Weeks after the promotion: good ones, one with a fault of the feed, and two in which the world has changed. The first lead
 * to nothing, the fault to an issue for whoever delivers, the change to a retrained model that is reviewed and promoted.
 */
export async function tellWeeks(sandbox: Sandbox, narrator: Narrator): Promise<ToldWeeks> {
  narrator.say(
    "The model serves, and time goes by. Every week a file with the flights of that week arrives, real ones of 2001.",
  );
  narrator.say(
    "The App would look at it every Monday morning. So that a week takes less than a minute here, a comment asks: /pawl check.",
  );
  const weeks = { sandbox, narrator, issue: await openChecksIssue(sandbox) };
  const good = [await tellWeek(weeks, { week: 14 }), await tellWeek(weeks, { week: 15 })];
  const fault = await tellFault(weeks);
  const changed = await tellChange(weeks);
  const { retraining, better } = await tellRetraining(weeks);
  const served = await tellSecondPromotion(weeks, retraining);
  return {
    retraining,
    incidentUrl: fault.url,
    isRight: good.every(isStable) && fault.isRight && changed && better && served,
  };
}

const isStable = ({ verdict, broken }: Window): boolean => verdict === "stable" && !broken;
const isDrift = ({ verdict, broken }: Window): boolean => verdict === "drift" && !broken;

async function tellWeek({ sandbox, narrator, issue }: Weeks, delivery: Delivery): Promise<Window> {
  const { say, during } = narrator;
  say(`Week ${String(delivery.week)} arrives: ${await deliverWeek(sandbox, delivery)}.`);
  const window = await during("Waiting for the check.", () => checkDrift(sandbox, issue));
  const columns = window.scores.filter(({ verdict }) => verdict === "drift").map(({ column }) => column);
  const which = columns.length === 0 ? "" : ` in ${[...new Set(columns)].join(", ")}`;
  const contract = window.contract === undefined ? "" : `, contract ${window.contract}`;
  say(
    `Week ${String(delivery.week)}: ${window.verdict}${which}${contract}${window.broken ? "; a fault of the feed" : ""}.`,
  );
  return window;
}

async function tellFault(weeks: Weeks): Promise<{ readonly isRight: boolean; readonly url: string }> {
  const { sandbox, narrator } = weeks;
  const { say, during } = narrator;
  say("The supplier changes a program: the delay comes in seconds instead of minutes.");
  const broken = await tellWeek(weeks, { week: 16, fault: "seconds" });
  const incident = await during("Waiting for the App to tell whoever is responsible.", () =>
    waitForIncident(sandbox, "open"),
  );
  say(`Issue #${String(incident.number)} of the App, and no retraining: nobody should learn from seconds.`);
  stdout.write(`\n${incident.title}\n\n${formatForTerminal(incident.body)}\nPage   ${incident.url}\n\n`);
  const none = (await listRetrainingPulls(sandbox)).length === 0;
  say("The supplier corrects it and delivers the week again.");
  const again = await tellWeek(weeks, { week: 16 });
  await during("Waiting for the issue to be closed.", () => waitForIncident(sandbox, "closed"));
  say(`Closed issue #${String(incident.number)}: good data have come again.`);
  return { isRight: broken.broken && none && isStable(again), url: incident.url };
}

async function tellChange(weeks: Weeks): Promise<boolean> {
  const { sandbox, narrator } = weeks;
  narrator.say(
    "The world changes: most of Chicago O'Hare closes, three of four of its flights use Midway instead and arrive 25 minutes later.",
  );
  const first = await tellWeek(weeks, { week: 17, world: "airport-closed" });
  const patient = (await listRetrainingPulls(sandbox)).length === 0;
  narrator.say("One week is no reason yet: .github/pawl.yml asks for two of the last five.");
  const second = await tellWeek(weeks, { week: 18, world: "airport-closed" });
  return isDrift(first) && isDrift(second) && patient && (await readIncident(sandbox))?.state === "closed";
}

async function tellRetraining({
  sandbox,
  narrator,
}: Weeks): Promise<{ readonly retraining: OpenedPull; readonly better: boolean }> {
  const { say, during } = narrator;
  const found = await during("Waiting for the App to propose a retraining.", () => waitForRetrainingPull(sandbox));
  say(
    `Pull request #${String(found.pull)} of the App: the edit of params.yaml that .github/pawl.yml declares, and why.`,
  );
  stdout.write(`\n${formatForTerminal(found.body)}\nPage   ${found.url}\n\n`);
  await during("Waiting for the training that it started on that branch.", () => waitForRetrained(sandbox));
  const report = await during("Waiting for the App's report on it.", () =>
    waitForReport(sandbox, { ...found, seconds: REPORT_SECONDS }),
  );
  showReport({ report, write: (text) => stdout.write(text) });
  const better = await tellGain(sandbox, narrator, { retraining: found, report });
  return { retraining: found, better };
}

async function tellGain(
  sandbox: Sandbox,
  { say }: Narrator,
  { retraining, report }: { readonly retraining: OpenedPull; readonly report: Report },
): Promise<boolean> {
  const { rocAuc, rows } = await readJudgedAgain(sandbox, retraining.headSha);
  const { here, there, interval } = rocAuc;
  if (here === null || there === null || interval === null) return false;
  say(
    "Numbers of different weeks are never compared: the same workflow run has pulled the model that serves, and judged it again.",
  );
  say(
    `On the same ${String(rows)} flights of the newest week, ROC AUC ${here.toFixed(3)} after the retraining and ${there.toFixed(3)} as it serves; ${interval.map((bound) => bound.toFixed(3)).join(" to ")} more.`,
  );
  return report.comments === 1 && interval[0] > LEAST_GAIN;
}

async function tellSecondPromotion({ sandbox, narrator }: Weeks, retraining: OpenedPull): Promise<boolean> {
  const { say, during } = narrator;
  const { octokit, repository } = sandbox;
  const approve = (pull: number) =>
    octokit.rest.pulls.createReview({ ...repository, pull_number: pull, event: "APPROVE" });
  await approve(retraining.pull);
  const commit = await mergePull(sandbox, retraining.pull);
  say(`Approved and merged pull request #${String(retraining.pull)}. Its model is registered as any other.`);
  const version = await during("Waiting for the App to register it.", () => waitForVersion(sandbox, commit));
  const promotion = await during(`Waiting for the App to ask for the promotion of version ${String(version)}.`, () =>
    waitForPromotionPull(sandbox, version),
  );
  await approve(promotion.pull);
  const passed = await during("Approved it; waiting for the gate.", () =>
    waitForPromotionCheck(sandbox, promotion.headSha, "success"),
  );
  say(`The gate of pull request #${String(promotion.pull)}: ${passed.title}`);
  stdout.write(`\n${formatForTerminal(passed.text)}\n\n`);
  await mergePull(sandbox, promotion.pull);
  const { tag, status } = await during("Merged it; waiting for the deploy workflow.", () =>
    waitForDeployment(sandbox, 2),
  );
  say(`Git tag ${tag}, deployed to ${ENVIRONMENT}: ${status}. The loop of ${EXAMPLE_MODEL} is closed.`);
  return status === "success";
}
