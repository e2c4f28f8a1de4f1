import { renderWindowLine } from "../monitoring/render-window-line.ts";
import { escapeMarkdown } from "../report/escape-markdown.ts";
import { fitToLimit } from "../report/fit-to-limit.ts";
import { formatCode } from "../report/format-code.ts";
import { formatDay, formatInstant } from "../report/format-number.ts";
import { renderTable } from "../report/render-table.ts";
import type { Section } from "../report/section.ts";
import { sentenceToMarkdown } from "../report/sentence.ts";
import { boxKey, type DashboardBox } from "./dashboard-box.ts";
import type { DashboardModel } from "./dashboard-facts.ts";

export const DASHBOARD_MARKER = "<!-- pawl:dashboard -->";
export const DASHBOARD_TITLE = "Pawl: models";
const SHOWN_WINDOWS = 12;

const HEAD = `${DASHBOARD_MARKER}
What serves, what was found and what waits, for each model. Pawl keeps this text up to date and restores what is changed in it. A ticked box is a request of whoever ticks it, like a command: write permission is needed, and the box is unticked when it is done. Close the issue if you do not want it; reopen it, and it goes on.`;

const FOOT =
  "<sub>Made from the configuration, the alias files and the ledger; [what the parts mean](https://github.com/pawl-ml/pawl/blob/main/docs/onboarding.md#the-dashboard).</sub>";

/**
 * Text of the dashboard issue. All times are absolute and to the minute or the day, so that it changes only when something
 * has changed.
 */
export function renderDashboard(models: readonly DashboardModel[]): string {
  const sections: readonly Section[] = [
    { weight: "essential", markdown: HEAD },
    ...models.flatMap((model) => [
      { weight: "essential" as const, markdown: [`## ${formatCode(model.name)}`, ...failingList(model)].join("\n\n") },
      { weight: "useful" as const, markdown: [...stateOf(model), ...boxList(model)].join("\n\n") },
    ]),
  ];
  return fitToLimit(
    sections,
    FOOT,
    "There are more models than fit here: `/pawl status` and `pawl status` list them all.",
  );
}

function failingList({ failing }: DashboardModel): readonly string[] {
  return failing.length === 0 ? [] : [failing.map((what) => `- ⚠️ ${sentenceToMarkdown(what)}`).join("\n")];
}

function stateOf(model: DashboardModel): readonly string[] {
  const { checks, pulls, newest } = model;
  const lines = [
    `- Newest version: ${newest === undefined ? "none yet" : String(newest)}`,
    ...(checks === undefined
      ? []
      : [
          `- Windows: ${renderWindowLine(checks.windows, { atMost: SHOWN_WINDOWS })}`,
          `- Next check: ${checks.next === undefined ? "when somebody asks for one" : formatInstant(checks.next)}`,
        ]),
    ...(pulls.length === 0 ? [] : [`- Open: ${pulls.map(sentenceToMarkdown).join("; ")}`]),
  ];
  return [...aliasTable(model), lines.join("\n")];
}

/** One row for each environment that is planned or held. */
function aliasTable({ environments, holders }: DashboardModel): readonly string[] {
  const names = [...new Set([...environments, ...holders.map(({ environment }) => environment)])];
  if (names.length === 0) return [];
  const columns = ["Environment", "Version", "Since", "Deployment"].map((title) => ({ title, align: "left" }) as const);
  const rows = names.map((name) => {
    const holder = holders.find(({ environment }) => environment === name);
    if (holder === undefined) return [formatCode(name), "–", "–", "–"];
    const { version, since, deployment } = holder;
    return [
      formatCode(name),
      String(version),
      since === undefined ? "–" : formatDay(since),
      deployment === undefined ? "–" : escapeMarkdown(deployment, 40),
    ];
  });
  return [renderTable(columns, rows)];
}

function boxList({ boxes }: DashboardModel): readonly string[] {
  return boxes.length === 0 ? [] : [boxes.map((box) => `- [ ] ${describeBox(box)} ${boxKey(box)}`).join("\n")];
}

function describeBox(box: DashboardBox): string {
  switch (box.action) {
    case "check":
      return "Check for drift now";
    case "retrain":
      return "Open a retraining pull request";
    case "promote":
      return `Propose version ${String(box.version)} for ${formatCode(box.environment)}`;
  }
}
