import { judgeRepository } from "../core/doctor/judge-repository.ts";
import { formatFindings } from "../core/doctor/render-findings.ts";
import { readRepositoryFacts } from "../github/repository-facts.ts";
import { checkRepository } from "../reconcile/promotion/check-repository.ts";
import { readProjectInForce } from "../reconcile/reconcile-default-branch.ts";
import { openClone } from "./clone/open-clone.ts";
import { type CliCommand, EXIT, type ExitCode } from "./command.ts";
import { openGitHubRemote } from "./github-remote.ts";
import { findLedgerApp, openTerminalWorkplace } from "./open-terminal-workplace.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import type { Terminal } from "./terminal.ts";
import { toPrintable } from "./to-printable.ts";

/** `pawl doctor`: what in the repository's settings stands between it and promotions that can be trusted. */
export const doctorCommand: CliCommand = {
  usage: "[options]",
  details: [
    "Looks at the repository of the clone that you are in, with your own token: an owner's sees more than the App does.",
    "Exit code 1: there is a problem.",
  ],
  examples: ["pawl doctor", "pawl doctor --json"],
  options: { json: { description: "What was found, as JSON." } },
  run: runDoctor,
};

async function runDoctor(given: ParsedOptions, terminal: Terminal): Promise<ExitCode> {
  const clone = await openClone({ folder: terminal.folder, env: terminal.env, fetch: false });
  const remote = await openGitHubRemote(clone, terminal);
  const app = await findLedgerApp(remote);
  const workplace = openTerminalWorkplace(remote, terminal, app);
  const { defaultBranch } = await readRepositoryFacts(remote.octokit, remote.repository);
  const project = await readProjectInForce(workplace, defaultBranch);
  const findings = judgeRepository(await checkRepository({ ...remote, app, project }));
  terminal.print(
    given.flag("json") ? JSON.stringify({ findings }, undefined, 2) : toPrintable(formatFindings(findings)),
  );
  return findings.some(({ level }) => level === "problem") ? EXIT.against : EXIT.good;
}
