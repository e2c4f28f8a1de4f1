import type { DriftPlan } from "../../core/config/monitoring-plan.ts";
import type { ModelPlan, Project } from "../../core/config/project-config.ts";
import type { DashboardModel } from "../../core/dashboard/dashboard-facts.ts";
import { offerBoxes } from "../../core/dashboard/offer-boxes.ts";
import { describeAlarm } from "../../core/monitoring/describe-alarm.ts";
import { findAlarm } from "../../core/monitoring/find-alarm.ts";
import type { Monitoring } from "../../core/monitoring/monitoring.ts";
import { modelStatus } from "../../core/registry/model-status.ts";
import { requestBranch } from "../../core/registry/promotion-request.ts";
import { formatInstant } from "../../core/report/format-number.ts";
import type { Sentence } from "../../core/report/sentence.ts";
import type { Retraining } from "../../core/retraining/retraining.ts";
import { parseSchedule } from "../../core/schedule/schedule.ts";
import { nextSlot } from "../../core/schedule/slots.ts";
import { readBranchHead } from "../../github/branch-head.ts";
import type { OwnIssue } from "../../github/issues.ts";
import { listOpenPullRequests, type PullRequest } from "../../github/pull-requests.ts";
import { readMonitoring } from "../monitoring/read-monitoring.ts";
import { readAliases } from "../registry/read-aliases.ts";
import { readRegistry } from "../registry/read-registry.ts";
import { readRetraining } from "../retraining/read-retraining.ts";
import { findOwnIssues } from "../upsert-issue.ts";
import type { Workplace } from "../workplace.ts";

/** The App's own pull requests are among the newest of those that are open. */
const PULL_REQUEST_PAGES = 2;

export interface DashboardPlace {
  readonly project: Project;
  readonly defaultBranch: string;
}

/** Models of which a dashboard has something to show. */
export function shownModels({ models }: Project): readonly ModelPlan[] {
  return models.filter(({ drift, environments }) => drift !== undefined || environments.length > 0);
}

/** What the dashboard shows, from the ledger, the alias files, and what the App has open. */
export async function readDashboard(
  workplace: Workplace,
  { project, defaultBranch }: DashboardPlace,
): Promise<readonly DashboardModel[]> {
  const { octokit, repository, self } = workplace;
  const commit = (await readBranchHead(octokit, repository, defaultBranch)) ?? defaultBranch;
  const open = await listOpenPullRequests(octokit, repository, PULL_REQUEST_PAGES);
  const pulls = open.filter(({ fork, author }) => !fork && author === self.login);
  const issues = (await findOwnIssues(workplace, "<!-- pawl:")).filter((issue) => issue.open);
  const models: DashboardModel[] = [];
  for (const plan of shownModels(project)) models.push(await readModel(workplace, plan, { commit, pulls, issues }));
  return models;
}

interface Around {
  /** Of the default branch. */
  readonly commit: string;
  /** The App's own that are open. */
  readonly pulls: readonly PullRequest[];
  readonly issues: readonly OwnIssue[];
}

async function readModel(workplace: Workplace, plan: ModelPlan, around: Around): Promise<DashboardModel> {
  const { name, drift, retrain } = plan;
  const registry = await readRegistry(workplace, name);
  const file = await readAliases(workplace, name, around.commit);
  const aliases = "aliases" in file.parsed ? file.parsed.aliases : new Map<string, number>();
  const status = modelStatus({ model: name, aliases, registry, pullable: new Map() });
  const monitoring = await readMonitoring(workplace, name);
  const retraining = await readRetraining(workplace, name);
  const environments = plan.environments.map((environment) => environment.name);
  const moves = findMoves(plan, around.pulls);
  const [record] = retraining.records;
  const isOpen = record?.state === "open" || record?.state === "hands-off";
  return {
    name,
    newest: status.newest,
    holders: status.holders,
    environments,
    checks: drift && { windows: monitoring.windows, next: nextCheck(drift.schedule, workplace.now()) },
    pulls: [...moves.map(({ sentence }) => sentence), ...describeRetraining(retraining)],
    failing: [
      ...("aliases" in file.parsed ? [] : [[{ code: `.pawl/aliases/${name}.yml` }, " is not valid"] as const]),
      ...status.holders.flatMap(({ environment, problems }) =>
        problems.map((problem): Sentence => [{ code: environment }, ": ", { text: problem }]),
      ),
      ...describeIssues(name, around.issues),
      ...describeDrift(monitoring, drift),
      ...describeChecks(monitoring),
      ...describeTraining(retraining),
    ],
    boxes: offerBoxes({
      model: name,
      environments,
      aliases,
      newest: status.newest,
      watched: drift !== undefined,
      retrainable: retrain !== undefined,
      moving: new Set(moves.map(({ environment }) => environment)),
      retraining: isOpen,
    }),
  };
}

function nextCheck(schedule: { readonly cron: string; readonly timeZone: string } | undefined, now: string) {
  return schedule === undefined ? undefined : nextSlot(parseSchedule(schedule), now);
}

/** The App's open pull requests that move an alias of the model. */
function findMoves({ name, environments }: ModelPlan, pulls: readonly PullRequest[]) {
  return environments.flatMap(({ name: environment }) =>
    (["promotion", "rollback"] as const).flatMap((kind) => {
      const branch = requestBranch({ kind, model: name, environment });
      const what = kind === "promotion" ? "promotes to" : "rolls back";
      return pulls
        .filter(({ headRef }) => headRef === branch)
        .map(({ number }) => ({
          environment,
          sentence: [`#${String(number)} ${what} `, { code: environment }] satisfies Sentence,
        }));
    }),
  );
}

function describeRetraining({ records: [record] }: Retraining): readonly Sentence[] {
  if (record?.pullRequest === undefined) return [];
  const number = `#${String(record.pullRequest)}`;
  if (record.state === "open") return [[`${number} retrains the model`]];
  return record.state === "hands-off" ? [[`${number} retrains the model, in people's hands`]] : [];
}

/** Issues of the App that stay open as long as something is wrong. */
const ALARMS: readonly (readonly [string, string])[] = [
  ["<!-- pawl:late-checks ", "checks are late"],
  ["<!-- pawl:data-incident ", "the data are broken, so nothing is retrained"],
  ["<!-- pawl:retraining-waits ", "retraining waits"],
];

function describeIssues(model: string, issues: readonly OwnIssue[]): readonly Sentence[] {
  return ALARMS.flatMap(([marker, what]) =>
    issues
      .filter(({ body }) => body.startsWith(`${marker}${model} `))
      .map(({ number }): Sentence => [`${what}: #${String(number)}`]),
  );
}

function describeDrift(monitoring: Monitoring, drift: DriftPlan | undefined): readonly Sentence[] {
  const alarm = drift === undefined ? undefined : findAlarm(monitoring, drift.alarm);
  return alarm === undefined ? [] : [[describeAlarm(alarm)]];
}

/** The newest check that came to an end, where it came to none. */
function describeChecks({ slots }: Monitoring): readonly Sentence[] {
  const over = slots.find(({ state }) => state === "judged" || state === "failed" || state === "refused");
  if (over === undefined || over.state === "judged") return [];
  const what = over.state === "failed" ? "left no result" : "could not be started";
  const reason = over.reason === undefined ? [] : [": ", { text: over.reason }];
  const url = over.workflowRun?.url;
  const named = `the check of ${formatInstant(over.at)}`;
  return [[url === undefined ? named : { link: named, url }, ` ${what}`, ...reason]];
}

function describeTraining({ records: [record], hold }: Retraining): readonly Sentence[] {
  const held: readonly Sentence[] =
    hold === undefined
      ? []
      : [
          [
            "retraining is on hold since ",
            formatInstant(hold.since),
            ", by ",
            { code: hold.by },
            reasonOf(hold.reason),
          ].flat(),
        ];
  const run = record?.runs.at(-1);
  const failed = record?.state === "open" && (run?.outcome === "failed" || run?.outcome === "refused");
  return [...held, ...(failed ? [[`its training for #${String(record.pullRequest)} failed`]] : [])];
}

function reasonOf(reason: string | undefined): Sentence {
  return reason === undefined ? [] : [": ", { text: reason }];
}
