import { parseModelName } from "../core/evidence/names.ts";
import { checkStatus } from "../core/monitoring/check-status.ts";
import { type ModelStatus, modelStatus } from "../core/registry/model-status.ts";
import type { PackageReader, PackageState } from "../core/registry/package-reader.ts";
import { CLONE_OPTIONS, openTerminalClone } from "./clone/clone-arguments.ts";
import type { Clone } from "./clone/open-clone.ts";
import { readClonedVersion } from "./clone/read-history.ts";
import { type ClonedModel, listModels, readModel } from "./clone/read-registries.ts";
import { type CliCommand, EXIT, type ExitCode } from "./command.ts";
import { lookForVersion } from "./look-for-version.ts";
import { openTerminalPackages } from "./open-terminal-packages.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import { renderStatus } from "./render-status.ts";
import type { Terminal } from "./terminal.ts";

/** `pawl status`: what serves where, since when, and whether it can be pulled now. */
export const statusCommand: CliCommand = {
  usage: "[model]… [options]",
  details: [
    "Reads the clone that you are in: aliases on the default branch, versions and promotions on the ledger. Packages are",
    "looked for where they were pushed, with the accounts of docker's config.json. Exit code 1: something is wrong.",
  ],
  examples: ["pawl status", "pawl status late-flights --json"],
  options: {
    ...CLONE_OPTIONS,
    "no-pull-check": { description: "Do not ask registries whether the packages can be pulled." },
    json: { description: "Everything, as JSON." },
  },
  run: runStatus,
};

async function runStatus(given: ParsedOptions, terminal: Terminal): Promise<ExitCode> {
  const clone = await openTerminalClone(given, terminal);
  const asked = given.positionals.map(parseModelName);
  const packages = given.flag("no-pull-check") || given.flag("offline") ? undefined : openTerminalPackages(terminal);
  const now = new Date().toISOString();
  const found: ModelStatus[] = [];
  for (const name of asked.length > 0 ? asked : await listModels(clone)) {
    const model = await readModel(clone, name);
    const checks = model.monitoring === undefined ? undefined : checkStatus(model.monitoring, now);
    found.push(modelStatus({ ...model, checks, pullable: await lookForPackages(clone, model, packages) }));
  }
  if (given.flag("json")) terminal.print(JSON.stringify({ models: found }, undefined, 2));
  else terminal.print(renderStatus(found, { ...terminal, now }));
  const wrong = found.some(({ holders }) => holders.some(({ problems }) => problems.length > 0));
  return wrong ? EXIT.against : EXIT.good;
}

/** By digest: only versions that hold an alias are looked for. */
async function lookForPackages(
  clone: Clone,
  model: ClonedModel,
  packages: PackageReader | undefined,
): Promise<ReadonlyMap<string, PackageState>> {
  const states = new Map<string, PackageState>();
  for (const number of packages === undefined ? [] : new Set(model.aliases.values())) {
    const version = await readClonedVersion(clone, model, number);
    if (version === undefined || packages === undefined) continue;
    states.set(version.digest, await lookForVersion(packages, version));
  }
  return states;
}
