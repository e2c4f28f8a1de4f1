import { formatCheckStatus } from "../core/monitoring/check-status.ts";
import type { HolderStatus, ModelStatus } from "../core/registry/model-status.ts";
import { alignColumns } from "./align-columns.ts";
import type { Style } from "./style.ts";
import { toPrintable } from "./to-printable.ts";

export interface StatusLook {
  readonly style: Style;
  readonly width?: number;
  /** ISO 8601, UTC. */
  readonly now: string;
}

const DAY_MS = 86_400_000;

/** One table for each model, and below it what is wrong. */
export function renderStatus(models: readonly ModelStatus[], look: StatusLook): string {
  if (models.length === 0) {
    return "No model has an alias or a version here yet. A version comes to exist when main packages a model.";
  }
  return models.map((model) => renderModel(model, look)).join("\n\n");
}

function renderModel({ model, newest, versions, holders, checks }: ModelStatus, look: StatusLook): string {
  const { style, width } = look;
  const known =
    newest === undefined
      ? "no version yet"
      : `${String(versions)} version${versions === 1 ? "" : "s"}, newest ${String(newest)}`;
  const head = `${style.strong(model)}  ${style.quiet(known)}`;
  const watched = checks === undefined ? [] : [`  ${style.quiet(formatCheckStatus(checks))}`];
  if (holders.length === 0) {
    return [head, `  nothing serves it: .pawl/aliases/${model}.yml has no line`, ...watched].join("\n");
  }
  const rows = holders.map((holder) => toRow(holder, look));
  const wrong = holders.flatMap(({ environment, problems }) =>
    problems.map((problem) => `  ${style.bad("✗")} ${environment}: ${toPrintable(problem)}`),
  );
  return [head, ...alignColumns(rows, [], width), ...watched, ...wrong].join("\n");
}

function toRow(
  { environment, version, digest, since, by, deployment, pullable }: HolderStatus,
  look: StatusLook,
): readonly string[] {
  const { style, now } = look;
  return [
    `  ${environment}`,
    `version ${String(version)}`,
    style.quiet(digest?.slice(0, 19) ?? "not registered"),
    since === undefined
      ? style.quiet("since when is not known")
      : `${formatHeld(since, now)}${by === undefined ? "" : `, by ${toPrintable(by)}`}`,
    deployment === undefined ? style.quiet("no deployment reported") : `deployment: ${toPrintable(deployment)}`,
    describePull(pullable, style),
  ];
}

/** `for 41 days`; what is younger has its time. */
function formatHeld(since: string, now: string): string {
  const days = Math.floor((Date.parse(now) - Date.parse(since)) / DAY_MS);
  if (days < 1) return `since ${since.slice(0, 16).replace("T", " ")} UTC`;
  return `for ${String(days)} day${days === 1 ? "" : "s"}`;
}

function describePull(state: HolderStatus["pullable"], style: Style): string {
  switch (state?.kind) {
    case undefined:
      return style.quiet("pull not checked");
    case "pullable":
      return style.good("pullable, checked now");
    case "absent":
      return style.bad("cannot be pulled");
    case "differs":
      return style.bad("something else lies there");
    case "unknown":
      return style.doubtful(`pull not known: ${toPrintable(state.reason)}`);
  }
}
