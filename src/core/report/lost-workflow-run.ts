/** A workflow run that ended and left no evidence: what became of it, in the terms of a report. */
export interface LostWorkflowRun {
  readonly fate: "failed" | "cancelled" | "not begun";
  readonly icon: "❌" | "⚪";
  readonly conclusion: "failure" | "neutral";
  /** Goes behind "run 57". */
  readonly what: string;
}

const LOST: Readonly<Record<string, LostWorkflowRun>> = {
  failure: failed("failed before it could leave evidence"),
  timed_out: failed("ran out of time before it could leave evidence"),
  startup_failure: failed("could not start: the workflow file is not valid"),
  cancelled: quiet("cancelled", "was cancelled before it could leave evidence"),
  skipped: quiet("not begun", "was skipped"),
  action_required: quiet("not begun", "waits for a maintainer to approve it"),
};

/** By GitHub's conclusion; `undefined` where the workflow run succeeded, or ended in a way that says nothing. */
export function lostWorkflowRun(conclusion: string | null): LostWorkflowRun | undefined {
  const name = conclusion ?? "";
  return Object.hasOwn(LOST, name) ? LOST[name] : undefined;
}

function failed(what: string): LostWorkflowRun {
  return { fate: "failed", icon: "❌", conclusion: "failure", what };
}

function quiet(fate: "cancelled" | "not begun", what: string): LostWorkflowRun {
  return { fate, icon: "⚪", conclusion: "neutral", what };
}
