import type { BenchRow } from "./bench-row.ts";
import { median } from "./measure.ts";
import { type Cost, startWebhookWorld, type WebhookWorld } from "./webhook-world.ts";

const PULLS = 200;
/** Of these; each has a run, an evaluation and a comment. The rest touches no model and has a check alone. */
const PULLS_WITH_REPORT = 10;
const ROUNDS = 3;

/** What the design promises. */
const AIM = { callsPerRun: 8, eventsPerSecond: 20 };
/** GitHub asks for a second between writes; Octokit keeps three between those that notify people. */
const LIMIT = { secondsPerWrite: 1, secondsPerComment: 3 };

/** The real App, in a process of its own, against the fake GitHub: what events cost, and how many it stands. */
export async function benchWebhooks(): Promise<readonly BenchRow[]> {
  const world = await startWebhookWorld();
  try {
    await makeBaseline(world);
    console.error(`  ${String(PULLS)} pull requests are opened and reported; GitHub's pace makes this take minutes …`);
    const opened = await openPulls(world);
    console.error("  a workflow run completes …");
    const completed = await completeRun(world);
    const repeated = await world.measure(() => redeliver(world, "workflow_run", 1));
    console.error("  events that change nothing …");
    const rounds: Cost[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push(await world.measure(() => redeliver(world, "pull_request", PULLS)));
    }
    return [...callRows(completed, repeated), throughputRow(rounds), writesRow(opened)];
  } finally {
    await world.close();
  }
}

async function makeBaseline(world: WebhookWorld): Promise<void> {
  const { control, repository, measure } = world;
  const files = { "model/train.py": "print('baseline')\n" };
  await control.commitFiles({ repository, branch: "main", files, message: "Train", author: "ana" });
  const { writes } = await measure(() => runWorkflows(world, 1));
  if (writes === 0) throw new Error("the App put no baseline on the ledger");
}

async function openPulls(world: WebhookWorld): Promise<Cost> {
  return world.measure(async () => {
    for (let number = 0; number < PULLS; number += 1) {
      await world.openPull(number < PULLS_WITH_REPORT ? "model/train.py" : "docs/notes.md");
    }
    await runWorkflows(world, PULLS_WITH_REPORT);
  });
}

/** Only what the end of a workflow run causes: the pull request is open, and its report says that it runs, before. */
async function completeRun({ measure, openPull, startWorkflow }: WebhookWorld): Promise<Cost> {
  let complete: (() => Promise<void>) | undefined;
  await measure(() => openPull("model/train.py"));
  await measure(async () => {
    complete = await startWorkflow();
  });
  const cost = await measure(async () => complete?.());
  if (cost.writes === 0) throw new Error("the App accepted no evidence");
  return cost;
}

async function runWorkflows({ startWorkflow }: WebhookWorld, expected: number): Promise<void> {
  for (let count = 0; count < expected; count += 1) {
    const complete = await startWorkflow();
    if (complete === undefined) throw new Error(`${String(count)} workflow runs were queued, not ${String(expected)}`);
    await complete();
  }
}

/** The newest deliveries of an event, once more, as GitHub's "redeliver" does. */
async function redeliver({ control }: WebhookWorld, event: string, count: number): Promise<void> {
  const first = (await control.deliveries({ event })).filter(({ redelivery }) => !redelivery);
  const ids = first.slice(-count).map(({ id }) => id);
  if (ids.length !== count) throw new Error(`there were ${String(ids.length)} deliveries of ${event}`);
  await control.redeliver({ ids });
}

function callRows(completed: Cost, repeated: Cost): BenchRow[] {
  const calls = completed.reads + completed.writes;
  return [
    {
      name: "App: API calls for a completed workflow run",
      ours: String(calls),
      theirs: `aim: at most ${String(AIM.callsPerRun)}`,
      ratio: AIM.callsPerRun / calls,
      note: `${String(completed.reads)} reads, ${String(completed.writes)} writes: two documents to the ledger, comment, check`,
    },
    {
      name: "App: the same event once more",
      ours: `${String(repeated.reads)} reads, ${String(repeated.writes)} writes`,
      theirs: "aim: 0 writes",
    },
  ];
}

function throughputRow(rounds: readonly Cost[]): BenchRow {
  const rate = median(rounds.map(({ milliseconds }) => (PULLS * 1000) / milliseconds));
  const writes = rounds.reduce((sum, cost) => sum + cost.writes, 0);
  const reads = median(rounds.map((cost) => cost.reads)) / PULLS;
  return {
    name: `App: events that change nothing, ${String(PULLS)} pull requests`,
    ours: `${rate.toFixed(0)} /s`,
    theirs: `aim: at least ${String(AIM.eventsPerSecond)} /s`,
    ratio: rate / AIM.eventsPerSecond,
    note: `one event for each pull request, ${String(ROUNDS)} times; ${reads.toFixed(1)} reads an event, ${String(writes)} writes in all`,
  };
}

function writesRow({ writes, comments, milliseconds }: Cost): BenchRow {
  const limit = Math.max(writes * LIMIT.secondsPerWrite, comments * LIMIT.secondsPerComment);
  return {
    name: `App: ${String(PULLS)} pull requests opened at once, ${String(PULLS_WITH_REPORT)} with a report`,
    ours: `${(milliseconds / 1000).toFixed(0)} s`,
    theirs: `GitHub's pace: ${String(limit)} s`,
    ratio: limit / (milliseconds / 1000),
    note: `${String(writes)} writes, ${String(comments)} of them new comments; one write a second, one comment in three`,
  };
}
