import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { formatConfigIssue } from "../core/config/config-issue.ts";
import { CONFIG_FILE, parseProjectConfig } from "../core/config/parse-project-config.ts";
import type { Project } from "../core/config/project-config.ts";
import { PawlError } from "../core/errors.ts";
import { formatSimulation, simulateGate } from "../core/gate/simulate-gate.ts";
import { readRepositoryFacts } from "../github/repository-facts.ts";
import { resolveTarget } from "../reconcile/commands/resolve-target.ts";
import { readPastPromotions } from "../reconcile/promotion/read-past-promotions.ts";
import { readPolicy } from "../reconcile/promotion/read-policy.ts";
import type { Workplace } from "../reconcile/workplace.ts";
import { openClone } from "./clone/open-clone.ts";
import { type CliCommand, EXIT, type ExitCode } from "./command.ts";
import { openGitHubRemote } from "./github-remote.ts";
import { findLedgerApp, openTerminalWorkplace } from "./open-terminal-workplace.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import type { Terminal } from "./terminal.ts";
import { toPrintable } from "./to-printable.ts";

/** `pawl simulate`: what a policy would have decided about past promotions. */
export const simulateCommand: CliCommand = {
  usage: "[model] [environment] [options]",
  details: [
    "Tries the policy that you have in front of you on promotions that happened, with what was known then. Decides and",
    "changes nothing.",
  ],
  examples: ["pawl simulate late-flights production", "pawl simulate --policy stricter.yml --last 50"],
  options: {
    policy: { value: "file", description: `The configuration to try; ${CONFIG_FILE} of this folder if not given.` },
    last: { value: "number", description: "How many of the newest promotions; 20 if not given." },
    json: { description: "Each promotion with the tree that would have been decided from." },
  },
  run: runSimulate,
};

const DEFAULT_LAST = "20";
const MOST = 200;

async function runSimulate(given: ParsedOptions, terminal: Terminal): Promise<ExitCode> {
  const last = Number(given.text("last") ?? DEFAULT_LAST);
  if (!Number.isInteger(last) || last < 1 || last > MOST)
    throw refusal("--last is not a number from 1 to 200", "--last 20");
  const clone = await openClone({ folder: terminal.folder, env: terminal.env, fetch: false });
  const remote = await openGitHubRemote(clone, terminal);
  const workplace = openTerminalWorkplace(remote, terminal, await findLedgerApp(remote));
  const project = await readTriedPolicy(workplace, given.text("policy") ?? CONFIG_FILE, terminal.folder);
  const target = resolveTarget(given.positionals, project);
  if (typeof target === "string") throw refusal(target, "pawl simulate <model> <environment>");
  const { plan, environment } = target;
  const past = await readPastPromotions(workplace, {
    plan,
    environment: environment.name,
    gate: environment.gate,
    atMost: last,
  });
  const simulated = simulateGate(environment.gate, past);
  if (given.flag("json")) {
    const promotions = simulated.map(({ past: { name, at, was }, would, differs, result }) => ({
      name,
      at,
      was,
      would,
      differs,
      result,
    }));
    terminal.print(JSON.stringify({ promotions }, undefined, 2));
  } else terminal.print(toPrintable(formatSimulation(simulated)));
  return EXIT.good;
}

/** The configuration in a file of the person's, above the organization's default. Throws `CONFIG_INVALID`. */
async function readTriedPolicy(workplace: Workplace, path: string, folder: string): Promise<Project> {
  const { octokit, repository } = workplace;
  const { defaultBranch } = await readRepositoryFacts(octokit, repository);
  const head = await octokit.rest.repos.getBranch({ ...repository, branch: defaultBranch });
  const { organization } = await readPolicy(workplace, { commit: head.data.commit.sha, branch: defaultBranch });
  const bytes = await readFile(resolve(folder, path)).catch(() => undefined);
  if (bytes === undefined) throw refusal(`${path} cannot be read`, "--policy names the configuration to try.");
  const parsed = parseProjectConfig(bytes, organization);
  if ("project" in parsed) return parsed.project;
  throw new PawlError({
    code: "CONFIG_INVALID",
    message: parsed.issues.map((issue) => formatConfigIssue(issue, path)).join("\n"),
    hint: "docs/configuration.md has every key.",
  });
}

function refusal(message: string, hint: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}
