import { describeFindings, type LookedFor } from "../core/onboarding/describe-findings.ts";
import { type OnboardingPlan, type PlannedFile, planOnboarding } from "../core/onboarding/plan-onboarding.ts";
import { sentenceToText } from "../core/report/sentence.ts";
import { alignColumns } from "./align-columns.ts";
import { type CliCommand, EXIT, type ExitCode } from "./command.ts";
import { checkWritten } from "./init/check-written.ts";
import { diffLines } from "./init/diff-lines.ts";
import { readLocalProject } from "./init/read-local-project.ts";
import { type WrittenFile, writeNewFiles } from "./init/write-new-files.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import type { Terminal } from "./terminal.ts";
import { toPrintable } from "./to-printable.ts";

/** `pawl init`: the files that a repository needs, written from what can be found out about it. */
export const initCommand: CliCommand = {
  usage: "[options]",
  details: [
    "Looks at the files of the repository that you are in, and writes a configuration and the workflows that it needs.",
    "Nothing is asked, nothing that is there is overwritten; what could not be found out is a comment.",
    "Exit code 1: what lies there now would not work.",
  ],
  examples: ["pawl init --dry-run", "pawl init --owner ana"],
  options: {
    owner: { value: "login", description: "Who owns the configuration, where CODEOWNERS names nobody for everything." },
    "dry-run": { description: "Write nothing, and say what would be written." },
    json: { description: "What was found and written, as JSON." },
  },
  run: runInit,
};

async function runInit(given: ParsedOptions, terminal: Terminal): Promise<ExitCode> {
  const dryRun = given.flag("dry-run");
  const { root, source, defaultBranch } = await readLocalProject(terminal.folder, terminal.env);
  const person = given.text("owner")?.replace(/^@/, "");
  const plan = planOnboarding(source, { defaultBranch, person });
  const files = await writeNewFiles(root, filesOf(plan), { dryRun });
  const wrong = await checkWritten(root, new Map(files.map(({ path, text }) => [path, text])));
  const findings = describeFindings(plan.project);
  const next = nextCommands(files);
  if (given.flag("json")) {
    const found = findings.map(({ what, found: value, why }) => ({
      what,
      found: value === undefined ? null : sentenceToText(value, 300),
      why: sentenceToText(why, 300),
    }));
    terminal.print(
      JSON.stringify({ model: plan.project.model.value, findings: found, files, wrong, next }, undefined, 2),
    );
  } else terminal.print(describe({ plan, findings, files, wrong, next }, terminal));
  return wrong.length > 0 ? EXIT.against : EXIT.good;
}

function filesOf({ config, codeOwners, workflows }: OnboardingPlan): readonly PlannedFile[] {
  const { path, text } = codeOwners;
  const owners = text === undefined ? [] : [{ path, text }];
  return [config, ...workflows.map((file) => ({ path: file.path, text: file.text })), ...owners];
}

function nextCommands(files: readonly WrittenFile[]): readonly string[] {
  const added = files.filter(({ state }) => state === "written" || state === "absent").map(({ path }) => path);
  const commit = added.length === 0 ? [] : [`git add ${added.join(" ")} && git commit -m "Configure Pawl"`];
  return [...commit, "git push --set-upstream origin HEAD", "pawl doctor"];
}

interface Told {
  readonly plan: OnboardingPlan;
  readonly findings: readonly LookedFor[];
  readonly files: readonly WrittenFile[];
  readonly wrong: readonly string[];
  readonly next: readonly string[];
}

function describe({ plan, findings, files, wrong, next }: Told, { style, width }: Terminal): string {
  const rows = findings.map(({ what, found, why }) => [
    `  ${what}`,
    found === undefined ? style.doubtful("not found") : sentenceToText(found, 80),
    style.quiet(sentenceToText(why, 200)),
  ]);
  const owners = plan.codeOwners.from === "nobody" ? ["", ownersHint(plan.codeOwners.path)] : [];
  return [
    style.strong(`Found in this repository, for the model ${plan.project.model.value}:`),
    ...alignColumns(rows, [], width),
    "",
    ...files.flatMap((file) => describeFile(file, style)),
    ...owners,
    ...(wrong.length === 0 ? [] : ["", ...wrong.map((what) => `${style.bad("✗")} ${toPrintable(what)}`)]),
    "",
    style.strong("Read .github/pawl.yml, correct what is wrong, and then:"),
    ...next.map((command) => `  ${command}`),
  ].join("\n");
}

function describeFile({ path, state, there, text }: WrittenFile, style: Terminal["style"]): readonly string[] {
  switch (state) {
    case "written":
      return [`${style.good("✓")} ${path} written`];
    case "absent":
      return [
        `${style.good("+")} ${path} would be written`,
        ...text
          .trimEnd()
          .split("\n")
          .map((line) => style.quiet(`    ${line}`)),
      ];
    case "same":
      return [`${style.quiet("=")} ${path} is there already`];
    case "differs":
      return [
        `${style.doubtful("!")} ${path} is there and stays as it is; what Pawl would have written differs:`,
        ...diffLines(there ?? "", text).map((line) => `    ${toPrintable(line)}`),
      ];
  }
}

function ownersHint(path: string): string {
  return `Nobody owns the configuration yet: name somebody for /.github/pawl.yml and /.pawl/ in ${path}, or add --owner.`;
}
