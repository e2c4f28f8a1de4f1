import { formatCheckStatus } from "../monitoring/check-status.ts";
import { describePackageState } from "../registry/describe-version.ts";
import type { HolderStatus, ModelStatus } from "../registry/model-status.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { formatCode } from "./format-code.ts";
import { formatInstant, formatQuantity } from "./format-number.ts";
import { renderTable } from "./render-table.ts";

/** What somebody else did to what the App keeps; each ignored, and said. */
export interface Tampering {
  /** Commits on the ledger that the App did not make. */
  readonly foreign: readonly string[];
  readonly movedTags: readonly string[];
}

/** What serves where, as a comment shows it: a table for each model, and what is wrong below. */
export function renderModelStatus(models: readonly ModelStatus[], tampering: Tampering): string {
  const parts = models.map(renderModel);
  const warnings = [
    ...(tampering.foreign.length === 0
      ? []
      : [
          `⚠️ ${formatQuantity(tampering.foreign.length, "commit")} on the ledger ${tampering.foreign.length === 1 ? "is" : "are"} not the App's own and ignored: ${list(tampering.foreign.map((sha) => sha.slice(0, 7)))}. The App's next commit takes back what they changed.`,
        ]),
    ...(tampering.movedTags.length === 0
      ? []
      : [
          `⚠️ Moved by hand: ${list(tampering.movedTags)}. Delete the tag, and the App writes it again where it belongs.`,
        ]),
  ];
  return [...parts, ...warnings].join("\n\n");
}

function renderModel({ model, newest, versions, holders, checks }: ModelStatus): string {
  const head = `### ${formatCode(model)}\n\n${newest === undefined ? "No version is registered." : `${formatQuantity(versions, "version")}, the newest is ${String(newest)}.`}`;
  const watched = checks === undefined ? [] : [formatCheckStatus(checks)];
  if (holders.length === 0) return [`${head} Nothing holds an alias.`, ...watched].join("\n\n");
  const columns = ["Environment", "Version", "Since", "By", "Deployment", "Package"].map(
    (title) => ({ title, align: "left" }) as const,
  );
  const problems = holders.flatMap(({ environment, problems: found }) =>
    found.map((problem) => `- ⚠️ ${formatCode(environment)}: ${escapeMarkdown(problem, 300)}`),
  );
  const table = renderTable(columns, holders.map(toRow));
  return [head, table, ...watched, ...(problems.length === 0 ? [] : [problems.join("\n")])].join("\n\n");
}

function toRow({
  environment,
  version,
  since,
  by,
  deployment,
  pullable,
  pullRequest,
}: HolderStatus): readonly string[] {
  const who =
    by === undefined ? "–" : `${escapeMarkdown(by, 60)}${pullRequest === undefined ? "" : `, #${String(pullRequest)}`}`;
  return [
    formatCode(environment),
    String(version),
    since === undefined ? "–" : formatInstant(since),
    who,
    deployment === undefined ? "–" : escapeMarkdown(deployment, 40),
    pullable === undefined ? "–" : escapeMarkdown(describePackageState(pullable), 200),
  ];
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => formatCode(name));
  return `${shown.join(", ")}${names.length > 10 ? " and more" : ""}`;
}
