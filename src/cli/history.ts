import { parseModelName } from "../core/evidence/names.ts";
import { renderHistoryMarkdown, renderHistoryText } from "../core/registry/render-history.ts";
import { chooseModel } from "./clone/choose-model.ts";
import { CLONE_OPTIONS, openTerminalClone } from "./clone/clone-arguments.ts";
import { readClonedHistory } from "./clone/read-history.ts";
import { readModel } from "./clone/read-registries.ts";
import { type CliCommand, EXIT, type ExitCode } from "./command.ts";
import { parseRemoteAddress } from "./github-remote.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import type { Terminal } from "./terminal.ts";
import { toPrintable } from "./to-printable.ts";

/** `pawl history`: which version served where, from when to when, by whose decision. */
export const historyCommand: CliCommand = {
  usage: "[model] [options]",
  details: ["Made from the ledger in your clone alone: nothing but git is asked."],
  examples: ["pawl history late-flights", "pawl history late-flights --markdown > history.md"],
  options: {
    ...CLONE_OPTIONS,
    markdown: { description: "A page of Markdown, with links." },
    json: { description: "Everything that is known of each move, as JSON." },
  },
  run: runHistory,
};

async function runHistory(given: ParsedOptions, terminal: Terminal): Promise<ExitCode> {
  const clone = await openTerminalClone(given, terminal);
  const name = await chooseModel(clone, given.positionals.map(parseModelName));
  const history = await readClonedHistory(clone, await readModel(clone, name));
  const now = new Date().toISOString();
  if (given.flag("json")) terminal.print(JSON.stringify({ model: name, moves: history }, undefined, 2));
  else if (given.flag("markdown")) {
    terminal.print(renderHistoryMarkdown(history, { model: name, repositoryUrl: pageOf(clone.origin), now }).trimEnd());
  } else terminal.print(toPrintable(renderHistoryText(history, { model: name, now }).trimEnd()));
  return EXIT.good;
}

/** Links of a clone whose remote is none of GitHub's lead to paths of the same site. */
function pageOf(origin: string | undefined): string {
  const parsed = origin === undefined ? undefined : parseRemoteAddress(origin);
  return parsed === undefined ? ".." : `https://${parsed.host}/${parsed.repository.owner}/${parsed.repository.repo}`;
}
