import { formatCode } from "../report/format-code.ts";
import { formatFence } from "../report/format-fence.ts";
import { renderTable } from "../report/render-table.ts";
import { formatLink, sentenceToMarkdown } from "../report/sentence.ts";
import { describeFindings } from "./describe-findings.ts";
import { newFileLink } from "./new-file-link.ts";
import type { OnboardingPlan } from "./plan-onboarding.ts";

export const ONBOARDING_BRANCH = "pawl-onboarding";
export const ONBOARDING_TITLE = "Configure Pawl";
export const ONBOARDING_MARKER = "<!-- pawl:onboarding -->";
const HOME = "https://github.com/pawl-ml/pawl/blob/main";

export interface OnboardingPlace {
  /** `https://github.com/acme/flights`. */
  readonly repositoryUrl: string;
  /** Who asked by a comment; undefined: the App was installed. */
  readonly askedBy: string | undefined;
}

/** Text of the onboarding pull request: what was found and why, what merging does, and how the workflows come to be. */
export function renderOnboardingBody(plan: OnboardingPlan, place: OnboardingPlace): string {
  const { project, codeOwners } = plan;
  const asked =
    place.askedBy === undefined
      ? "Pawl was installed on this repository, which has no configuration yet."
      : `${formatCode(place.askedBy)} asked for a configuration of Pawl.`;
  return [
    ONBOARDING_MARKER,
    `${asked} This pull request adds one, for the model ${formatCode(project.model.value)}. Nothing else is changed, and nothing runs before the workflows below exist.`,
    "## What was found",
    findingsTable(plan),
    "Correct what is wrong in `.github/pawl.yml`, on this branch.",
    "## The workflows",
    `GitHub lets an App write below \`.github/workflows\` only with the permission \`workflows\`, which Pawl does not ask for: whoever has it can change what runs with your secrets. So you create them, on this branch, in your name:`,
    workflowList(plan, place),
    "## What merging does",
    [
      "- Pull requests that touch the model get a report: the run, compared with its baseline and with what serves.",
      "- With the workflow on the default branch its runs are recorded on the branch `pawl`, and what it packages becomes a version.",
      "- Nothing is promoted, required or deployed: that needs an environment in the configuration, and rules of yours.",
    ].join("\n"),
    ownersText(codeOwners),
    "Not wanted? Close this pull request. It does not come back; `/pawl onboard` in a comment asks for it again.",
  ].join("\n\n");
}

function findingsTable({ project }: OnboardingPlan): string {
  const rows = describeFindings(project).map(({ what, found, why }) => [
    what,
    found === undefined ? "not found" : sentenceToMarkdown(found),
    sentenceToMarkdown(why),
  ]);
  const columns = ["", "Found", "Because"].map((title) => ({ title, align: "left" as const }));
  return renderTable(columns, rows);
}

function workflowList({ workflows }: OnboardingPlan, { repositoryUrl }: OnboardingPlace): string {
  return workflows
    .map(({ path, text, template }) => {
      const url = newFileLink(repositoryUrl, { branch: ONBOARDING_BRANCH, path, text });
      const link =
        url === undefined
          ? `${formatCode(path)}: its text is too long for a link. Copy it from below, or from ${formatLink("the template", `${HOME}/${template}`)}.`
          : `${formatLink(`Create ${path}`, url)}: the page opens filled in, and \`Commit changes\` puts it on this branch.`;
      return `- ${link}\n\n  <details><summary>Its text</summary>\n\n${indented(formatFence(text.trimEnd().split("\n"), "yaml"))}\n\n  </details>`;
    })
    .join("\n");
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`))
    .join("\n");
}

function ownersText({ path, added, from, owners }: OnboardingPlan["codeOwners"]): string {
  const names = owners.map((owner) => formatCode(owner)).join(", ");
  if (added.length > 0) {
    const who = from === "existing" ? "who own everything else here" : "who installed Pawl or owns the repository";
    return `${formatCode(path)} names ${names}, ${who}, as owner of the configuration and of the alias files: a change of them is a change of what may serve.`;
  }
  if (from !== "nobody") return `${formatCode(path)} names owners for the configuration and the alias files already.`;
  return `Who should own the configuration is not known. Add lines for \`/.github/pawl.yml\` and \`/.pawl/\` to ${formatCode(path)}: a change of them is a change of what may serve.`;
}
