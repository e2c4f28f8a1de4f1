import type { WorkflowRun } from "../run-state.ts";
import type { Repository } from "../state.ts";
import type { World } from "../world.ts";

/** The attempt of a workflow run that a runtime token names. */
export interface Job {
  readonly world: World;
  readonly repository: Repository;
  readonly run: WorkflowRun;
  readonly attempt: number;
  readonly jobBackendId: string;
}

/** An answer in the words of the Twirp protocol: `{ code, msg }` with an HTTP status. */
export class TwirpError extends Error {
  override readonly name = "TwirpError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export type TwirpCall = (job: Job, body: unknown) => unknown;
