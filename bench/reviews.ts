import type { BenchRow } from "./bench-row.ts";
import { startWebhookWorld, type WebhookWorld } from "./webhook-world.ts";

const ALIASES = ".pawl/aliases/late-flights.yml";
const CONFIG = `models: { late-flights: { paths: [model/**], primary-metric: roc-auc } }
promotion: { environments: { production: { gate: { all: [ evidence: { max-age-days: 3650 }, approvals: { count: 1 } ] } } } }
`;
const AIM = 6;

/** What an approval costs: the real App, in a process of its own, from GitHub's event to the check that says so. */
export async function benchReviews(): Promise<readonly BenchRow[]> {
  const world = await startWebhookWorld({ ".github/pawl.yml": CONFIG, [ALIASES]: "production: 1\n" }, true);
  try {
    for (const version of [1, 2]) await trainMain(world, version);
    const number = await openPromotion(world);
    await world.control.createUser({ login: "ben" });
    await world.control.addCollaborator({ repository: world.repository, login: "ben", permission: "write" });
    const calls = await world.listRequests(async () => {
      await world.control.review({ repository: world.repository, number, author: "ben", state: "APPROVED" });
    });
    const asked = calls.filter((call) => !call.includes("/access_tokens"));
    const until = asked.findIndex((call) => call.startsWith("PATCH") && call.includes("/check-runs/")) + 1;
    if (until === 0) throw new Error(`the check was not updated:\n${asked.join("\n")}`);
    return [
      {
        name: "App: API calls from a review to the updated check",
        ours: String(until),
        theirs: `aim: at most ${String(AIM)}`,
        ratio: AIM / until,
        note: `${String(asked.length)} in all, with the comment`,
      },
    ];
  } finally {
    await world.close();
  }
}

/** A commit of main whose workflow run leaves a package, which the App makes a version of. */
async function trainMain(
  { control, repository, measure, startWorkflow }: WebhookWorld,
  version: number,
): Promise<void> {
  const files = { "model/train.py": `print(${String(version)})\n` };
  await control.commitFiles({ repository, branch: "main", files, message: "Train", author: "ana" });
  const { writes } = await measure(async () => (await startWorkflow())?.());
  if (writes === 0) throw new Error(`version ${String(version)} was not registered`);
}

async function openPromotion({ control, repository, measure }: WebhookWorld): Promise<number> {
  let number = 0;
  await measure(async () => {
    const wish = { repository, branch: "promote", message: "Promote", author: "ana" };
    await control.commitFiles({ ...wish, files: { [ALIASES]: "production: 2\n" } });
    number = (await control.openPull({ repository, head: "promote", title: "Promote 2", author: "ana" })).number;
  });
  return number;
}
