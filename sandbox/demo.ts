import { join } from "node:path";
import { argv, exit, stdout } from "node:process";
import { parseArgs } from "node:util";
import { formatError } from "../src/core/errors.ts";
import { checkTools } from "./check-tools.ts";
import { takeNewDelivery } from "./data-change.ts";
import { Interrupted, rejectOnSignal } from "./demo/interruption.ts";
import { narrateRunner } from "./demo/narrate-runner.ts";
import { createNarrator, type Narrator } from "./demo/narrator.ts";
import { type Place, showPlaces } from "./demo/show-places.ts";
import { showReport } from "./demo/show-report.ts";
import { showStatus, tellPromotion } from "./demo/tell-promotion.ts";
import { tellWeeks } from "./demo/tell-weeks.ts";
import { ensureBundle } from "./ensure-bundle.ts";
import {
  chooseBoosting,
  type OpenedPull,
  openPull,
  type PullToOpen,
  pushExample,
  waitForBaseline,
} from "./experiment.ts";
import { PROMOTION_CHECK } from "./promotion.ts";
import { preparePython } from "./python-environment.ts";
import { hasVerdict, type Report, waitForReport } from "./read-report.ts";
import { ROOT, type Sandbox, startSandbox } from "./start-sandbox.ts";

const USAGE = `npm run demo [-- --exit] [-- --port 4010] [-- --verbose]

  --exit     end when the story is told; exit code 0 only if all of it is as it should be
  --port     where the page of the sandbox's GitHub listens; a free port if not given
  --verbose  show what the jobs print`;

const REPORT_SECONDS = 300;

const INTRODUCTION = `
The life of a model on GitHub with Pawl, on this machine alone: an experiment is reported on where it is reviewed, in its pull
request; merged, its model becomes a numbered version; a second, one-line pull request puts that version into production, held
back by a gate until a person has approved. Then weeks go by: a broken delivery is told and not learned from, a changed world is
learned, and the loop begins again.
`;

async function demo(): Promise<number> {
  const { values } = parseArgs({
    args: argv.slice(2),
    options: {
      exit: { type: "boolean", default: false },
      port: { type: "string", default: "0" },
      verbose: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    stdout.write(`${USAGE}\n`);
    return 0;
  }
  stdout.write(`${INTRODUCTION}\n`);
  const narrator = createNarrator((text) => stdout.write(text), Date.now);
  const interrupted = rejectOnSignal(narrator);
  const pythonFolder = await Promise.race([prepare(narrator), interrupted]);
  const starting = startSandbox({
    pythonFolder,
    port: Number(values.port),
    onEvent: narrateRunner(narrator, values.verbose),
  });
  try {
    const told = await Promise.race([start(starting, narrator), interrupted]);
    const sandbox = await starting;
    if (values.exit) return told.isRight ? 0 : 1;
    showPlaces({ sandbox, pages: told.pages, write: (text) => stdout.write(text) });
    narrator.say("Everything stays up until you press Ctrl-C.");
    return await Promise.race([interrupted, sandbox.unexpectedEnd]);
  } finally {
    // What has only begun to start is ended in order as well.
    await starting.then(
      (sandbox) => sandbox.close(),
      () => undefined,
    );
  }
}

async function prepare({ say, during }: Narrator): Promise<string> {
  say(`Found ${await checkTools()}.`);
  const requirements = ["sandbox/requirements.txt", "sandbox/example/requirements.txt"].map((file) => join(ROOT, file));
  const { binFolder, made } = await during("Preparing the Python environment; the first time takes a minute.", () =>
    preparePython(join(ROOT, "sandbox", ".work"), requirements),
  );
  say(made ? "Installed scikit-learn, act and what they need." : "It was there already.");
  await during("Bundling the actions, if they have changed.", () => ensureBundle(ROOT));
  return binFolder;
}

interface Told {
  /** Whether all of it went as it should. */
  readonly isRight: boolean;
  readonly pages: readonly Place[];
}

async function start(starting: Promise<Sandbox>, narrator: Narrator): Promise<Told> {
  const what = "Starting a stand-in for GitHub, the App and a runner on this machine.";
  return tell(await narrator.during(what, () => starting), narrator);
}

/**
 * The story: a baseline on main, a pull request with another model, one with other data, and the App's report on both. The
 * better model is merged, registered, approved and served, watched, and at last retrained.
 */
async function tell(sandbox: Sandbox, narrator: Narrator): Promise<Told> {
  const { clone, sha } = await pushExample(sandbox);
  narrator.say(
    `Pushed the example project to ${sandbox.url}/${sandbox.repository.owner}/${sandbox.repository.repo}: main validates its data and trains a logistic regression.`,
  );
  await narrator.during("Waiting for the baseline of main.", () => waitForBaseline(sandbox, sha));
  const experiment = await tellPull(sandbox, narrator, {
    clone,
    branch: "gradient-boosting",
    title: "Try gradient boosting",
    body: "It can see that an hour means something else in another airport.",
    edit: chooseBoosting,
  });
  const delivery = await tellPull(sandbox, narrator, {
    clone,
    branch: "new-supplier",
    title: "Take the flights of the new supplier",
    body: "They deliver every night, the old one only every week.",
    edit: (folder) => takeNewDelivery(folder, sandbox.dataRemote),
  });
  const { promotion, served } = await tellPromotion(sandbox, narrator, experiment.opened);
  const weeks = await tellWeeks(sandbox, narrator);
  await showStatus(clone.folder, narrator);
  const reported = hasVerdict(experiment.report) && delivery.report.dataCheck.conclusion === "failure";
  return {
    isRight: reported && served && weeks.isRight,
    pages: [
      { pull: experiment.opened, what: "the better model: what the App reported, and the training job" },
      { pull: delivery.opened, what: "the new supplier's data: what is wrong with it" },
      {
        pull: promotion,
        what: `the promotion: model card, comparison, and the check ${PROMOTION_CHECK} with the gate's tree`,
      },
      { pull: { url: weeks.incidentUrl }, what: "the issue about the week in seconds" },
      { pull: weeks.retraining, what: "the retraining: why, what it changed, and what came of it" },
    ],
  };
}

async function tellPull(
  sandbox: Sandbox,
  { say, during }: Narrator,
  pull: PullToOpen,
): Promise<{ readonly opened: OpenedPull; readonly report: Report }> {
  const opened = await openPull(sandbox, pull);
  say(`Opened pull request #${String(opened.pull)}: ${pull.title}.`);
  const report = await during("Waiting for the App's report on it.", () =>
    waitForReport(sandbox, { ...opened, seconds: REPORT_SECONDS }),
  );
  showReport({ report, write: (text) => stdout.write(text) });
  return { opened, report };
}

// A closed window takes no more words, and everything is to be ended in order all the same.
stdout.on("error", () => undefined);

demo().then(
  (code) => exit(code),
  (error: unknown) => {
    if (error instanceof Interrupted) exit(error.exitCode);
    stdout.write(`\nThe demo could not go on. ${formatError(error)}\n`);
    exit(1);
  },
);
