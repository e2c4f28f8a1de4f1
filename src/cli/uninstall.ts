import { resolve } from "node:path";
import { type AppHold, readAppHolds } from "../github/app-holds.ts";
import { listOpenOfApp, type OpenOfApp } from "../github/open-of-app.ts";
import { readRepositoryFacts } from "../github/repository-facts.ts";
import { CLONE_OPTIONS, openTerminalClone } from "./clone/clone-arguments.ts";
import { type CliCommand, EXIT, type ExitCode } from "./command.ts";
import { openGitHubRemote } from "./github-remote.ts";
import { findLedgerApp } from "./open-terminal-workplace.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import type { Style } from "./style.ts";
import type { Terminal } from "./terminal.ts";
import { toPrintable } from "./to-printable.ts";
import { type ExportedRegistry, exportRegistry } from "./uninstall/export-registry.ts";
import { findLeftovers } from "./uninstall/find-leftovers.ts";

/** Names of the App's checks begin so. */
const CHECKS = "pawl / ";

/** `pawl uninstall`: what has to be lifted before the App goes, what it leaves behind, and the registry as files. */
export const uninstallCommand: CliCommand = {
  usage: "[options]",
  details: [
    "Changes nothing on GitHub: it lists what waits for the App, in the order in which it has to go, with your own token",
    "(an administrator's sees more), and writes the registry into a folder. Exit code 1: there are rules to lift first.",
  ],
  examples: ["pawl uninstall", "pawl uninstall --export ../registry --json"],
  options: {
    ...CLONE_OPTIONS,
    export: { value: "folder", description: "Where the registry is written; pawl-export if not given." },
    "no-export": { description: "Write nothing, only list." },
    json: { description: "Everything, as JSON." },
  },
  run: runUninstall,
};

async function runUninstall(given: ParsedOptions, terminal: Terminal): Promise<ExitCode> {
  const clone = await openTerminalClone(given, terminal);
  const remote = await openGitHubRemote(clone, terminal);
  const { octokit, repository } = remote;
  const app = await findLedgerApp(remote);
  const { url, defaultBranch } = await readRepositoryFacts(octokit, repository);
  const question = { defaultBranch, appId: app?.id, prefix: CHECKS };
  const { holds, hidden } = await readAppHolds(octokit, repository, question);
  const open = app === undefined ? [] : await listOpenOfApp(octokit, repository, app);
  const leftovers = await findLeftovers(clone.main);
  const shown = given.text("export") ?? "pawl-export";
  const wish = { folder: resolve(terminal.folder, shown), shown, repositoryUrl: url, now: new Date().toISOString() };
  const exported = given.flag("no-export") ? undefined : await exportRegistry(clone, wish);
  const found = { app: app?.slug ?? null, rules: holds, hidden, open, leftovers, exported: exported ?? null };
  terminal.print(
    given.flag("json")
      ? JSON.stringify(found, undefined, 2)
      : describe({ url, app: app?.slug, holds, hidden, open, leftovers, exported }, terminal.style),
  );
  return holds.some(({ kind }) => kind !== "bypass") ? EXIT.against : EXIT.good;
}

interface Found {
  /** Of the repository. */
  readonly url: string;
  readonly app: string | undefined;
  readonly holds: readonly AppHold[];
  readonly hidden: readonly string[];
  readonly open: readonly OpenOfApp[];
  readonly leftovers: readonly string[];
  readonly exported: ExportedRegistry | undefined;
}

function describe(found: Found, style: Style): string {
  const { url, app, holds, hidden, open, leftovers, exported } = found;
  const needed = holds.filter(({ kind }) => kind !== "bypass");
  const kept = holds.filter(({ kind }) => kind === "bypass");
  const name = app === undefined ? "the App" : `the App ${app}`;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [
      "Lift these rules first, or nothing can be merged or deployed any more",
      needed.map((hold) => `${style.bad("✗")} ${describeHold(hold)}\n    ${url}/${hold.page}`),
    ],
    ["Could not be read, so look yourself, or use an administrator's token", hidden.map((what) => `? ${what}`)],
    [
      "Keep these to protect what stays, or lift them to delete it",
      kept.map((hold) => `- ${describeHold(hold)}\n    ${url}/${hold.page}`),
    ],
    [`Open, of ${name}`, open.map(({ number, title }) => `- #${String(number)} ${toPrintable(title)}`)],
    ["The registry", describeExport(exported)],
    ["On the default branch, without a use afterwards", leftovers.map((path) => `- ${toPrintable(path)}`)],
    [
      "Then",
      [
        `- uninstall ${name}: ${url}/settings/installations`,
        "- the branch pawl stays, with all evidence; delete it when the export is enough",
      ],
    ],
  ];
  const nothing = needed.length === 0 ? [`${style.good("✓")} No rule waits for ${name}, as far as could be read.`] : [];
  return [
    ...nothing,
    ...sections.flatMap(([title, lines]) =>
      lines.length === 0 ? [] : [`${style.strong(title)}:\n${lines.map((line) => `  ${line}`).join("\n")}`],
    ),
  ].join("\n\n");
}

function describeHold({ kind, place, names }: AppHold): string {
  const list = names.map(toPrintable).join(", ");
  switch (kind) {
    case "check":
      return `${toPrintable(place)} requires ${list}`;
    case "environment":
      return `${toPrintable(place)} waits for its answer`;
    case "bypass":
      return `${toPrintable(place)} lets it alone write ${list === "" ? "what it is about" : list}`;
  }
}

function describeExport(exported: ExportedRegistry | undefined): readonly string[] {
  if (exported === undefined) return [];
  const { folder, models, files, missing } = exported;
  const what =
    models.length === 0 ? "no model was ever registered" : `${String(files.length)} files of ${models.join(", ")}`;
  return [`- ${folder}: ${what}`, ...missing.map((path) => `- ${path} is not on the ledger as the registry names it`)];
}
