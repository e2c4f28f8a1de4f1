import { ApiError } from "../api-error.ts";
import type { WorkflowRun } from "../run-state.ts";
import type { App, Repository } from "../state.ts";
import { timestamp, type World } from "../world.ts";
import { releaseRun } from "./create-run.ts";
import { completeRun } from "./run-lifecycle.ts";

export interface GateAnswer {
  readonly environment: string;
  /** Undefined: a report on how far the App is. */
  readonly state: "approved" | "rejected" | undefined;
  readonly comment: string;
}

/** GitHub takes this many reports for one deployment. */
const MOST_REPORTS = 10;

/** An App answers for the environment that it guards. @throws ApiError 422 where it guards none that waits */
export async function answerGate(
  world: World,
  repository: Repository,
  { run, app }: { readonly run: WorkflowRun; readonly app: App },
  { environment, state, comment }: GateAnswer,
): Promise<void> {
  const gate = run.gates.find(
    (one) => one.app.id === app.id && one.environment.toLowerCase() === environment.toLowerCase(),
  );
  if (gate === undefined || gate.state !== "waiting") {
    throw new ApiError(422, "Validation Failed", { errors: ["No pending custom gates to approve or reject"] });
  }
  if (state === undefined && run.gateReports.length >= MOST_REPORTS) throw new ApiError(422, "Too many status reports");
  run.gateReports.push({ environment, app, state, comment, at: timestamp(world) });
  if (state === undefined) return;
  gate.state = state;
  if (state === "rejected") await completeRun(world, repository, run, { conclusion: "failure" });
  else if (run.gates.every((one) => one.state === "approved")) releaseRun(world, repository, run);
}
