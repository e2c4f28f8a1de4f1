import { type HeldAlias, listEarlierHolders } from "../core/deployment/earlier-holders.ts";
import { findLastGood } from "../core/deployment/find-last-good.ts";
import { PawlError } from "../core/errors.ts";
import { toSafeLabel } from "../core/evidence/limits.ts";
import { parseModelName } from "../core/evidence/names.ts";
import { describePackageState, referenceOf } from "../core/registry/describe-version.ts";
import { formatServed } from "../core/registry/format-served.ts";
import { servedFor } from "../core/registry/model-history.ts";
import type { PackageState } from "../core/registry/package-reader.ts";
import { chooseModel } from "./clone/choose-model.ts";
import { CLONE_OPTIONS, openTerminalClone } from "./clone/clone-arguments.ts";
import type { Clone } from "./clone/open-clone.ts";
import { readClonedHistory, readClonedVersion } from "./clone/read-history.ts";
import { type ClonedModel, listModels, readModel } from "./clone/read-registries.ts";
import { type CliCommand, EXIT, type ExitCode } from "./command.ts";
import { openGitHubRemote } from "./github-remote.ts";
import { lookForVersion } from "./look-for-version.ts";
import { openRollback, type RollbackPlan, rollbackByHand } from "./open-rollback.ts";
import { openTerminalPackages } from "./open-terminal-packages.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import type { Terminal } from "./terminal.ts";
import { toPrintable } from "./to-printable.ts";

/** `pawl rollback`: opens the pull request that moves an alias back, also while the App is down. */
export const rollbackCommand: CliCommand = {
  usage: "[model] [environment] [options]",
  details: [
    "Looks whether the earlier version can be pulled, and opens the pull request with your own token (GH_TOKEN,",
    "GITHUB_TOKEN or that of gh). Who may merge it is the environment's rollback policy: `pawl doctor` says whether one",
    "person can. Where GitHub is down, --print --offline says what to do, from what the clone has.",
  ],
  examples: [
    "pawl rollback production",
    'pawl rollback late-flights production --to 7 --reason "late since noon"',
    "pawl rollback production --print --offline",
  ],
  options: {
    model: { value: "name", description: "The model, where the repository has several." },
    to: { value: "version", description: "An earlier holder; the last that served well if not given." },
    reason: { value: "text", description: "Why, for the record." },
    force: { description: "Also where the version cannot be pulled now." },
    print: { description: "Only print what to do by hand with git, and which digest has to serve." },
    ...CLONE_OPTIONS,
    json: { description: "The result as JSON." },
  },
  run: runRollback,
};

async function runRollback(given: ParsedOptions, terminal: Terminal): Promise<ExitCode> {
  const clone = await openTerminalClone(given, terminal);
  const plan = await planRollback(clone, await chooseAlias(clone, given), { given, terminal });
  const { state } = plan;
  if ((state.kind === "absent" || state.kind === "differs") && !given.flag("force")) {
    throw new PawlError({
      code: "NOT_FOUND",
      message: `version ${String(plan.version)} of ${plan.model} cannot be pulled: it is ${describePackageState(state)}`,
      hint: "Choose another with --to, or add --force if the environment still has its bytes.",
    });
  }
  terminal.tell(toPrintable(describe(plan)));
  if (given.flag("print")) {
    terminal.print(toPrintable(rollbackByHand(plan)));
    return EXIT.good;
  }
  const opened = await openRollback(await openGitHubRemote(clone, terminal), plan, describe(plan));
  if (opened.already) terminal.tell("Its pull request is open already; nothing was changed, so approvals stay.");
  terminal.print(given.flag("json") ? JSON.stringify({ ...plan, ...opened }, undefined, 2) : opened.url);
  return EXIT.good;
}

interface ChosenAlias {
  readonly model: ClonedModel;
  readonly environment: string;
}

/** `production`, `late-flights production`: in any order, as `/pawl rollback` takes them. */
async function chooseAlias(clone: Clone, given: ParsedOptions): Promise<ChosenAlias> {
  const words = given.positionals;
  const option = given.text("model");
  const known = option === undefined ? await listModels(clone) : [];
  const named = option ?? words.find((word) => known.includes(word));
  const model = await readModel(clone, await chooseModel(clone, named === undefined ? [] : [parseModelName(named)]));
  // A model and an environment may have one name: the second time it is said the environment is meant.
  const rest = option !== undefined || named === undefined ? words : words.toSpliced(words.indexOf(named), 1);
  return { model, environment: chooseEnvironment(model, rest) };
}

async function planRollback(
  clone: Clone,
  { model, environment }: ChosenAlias,
  { given, terminal }: { readonly given: ParsedOptions; readonly terminal: Terminal },
): Promise<RollbackPlan> {
  const holder = model.aliases.get(environment);
  const history = await readClonedHistory(clone, model);
  const version = chooseVersion(given.text("to"), model, { environment, holder });
  const document = await readClonedVersion(clone, model, version);
  if (document === undefined) {
    throw new PawlError({
      code: "NOT_FOUND",
      message: `version ${String(version)} of ${model.model} is not in the registry of this clone`,
      hint: "`git fetch origin pawl` brings the ledger up to date.",
    });
  }
  const state: PackageState = given.flag("offline")
    ? { kind: "unknown", reason: "--offline: nobody was asked" }
    : await lookForVersion(openTerminalPackages(terminal), document);
  const now = new Date().toISOString();
  const reason = given.text("reason");
  return {
    model: model.model,
    environment,
    version,
    holder,
    digest: document.digest,
    reference: referenceOf(document),
    base: clone.main,
    served: formatServed(servedFor(history, { environment, version }, now)),
    state,
    now,
    reason: reason === undefined ? undefined : toSafeLabel(reason, 500),
  };
}

function chooseEnvironment({ model, aliases }: ClonedModel, named: readonly string[]): string {
  const known = [...aliases.keys()];
  const [name = known.length === 1 ? known[0] : undefined, ...more] = named;
  if (name !== undefined && more.length === 0 && aliases.has(name)) return name;
  throw new PawlError({
    code: "INPUT_INVALID",
    message:
      name === undefined || more.length > 0
        ? "which environment is meant is not clear"
        : `${name.slice(0, 64)} is no alias of ${model}`,
    hint: `Name one: ${known.join(", ") || "the model has no alias yet"}.`,
  });
}

function chooseVersion(to: string | undefined, { registry }: ClonedModel, alias: HeldAlias): number {
  const { environment, holder } = alias;
  const earlier = listEarlierHolders(registry, alias);
  const wanted = to === undefined ? findLastGood(registry, alias) : Number(to.replace(/^v/, ""));
  if (wanted !== undefined && earlier.includes(wanted)) return wanted;
  throw new PawlError({
    code: "INPUT_INVALID",
    message:
      to === undefined
        ? `no version served ${environment} well before ${holder === undefined ? "now" : `version ${String(holder)}`}`
        : `version ${to.slice(0, 20)} never served ${environment} well before`,
    hint: hintAt(earlier, to),
  });
}

function hintAt(earlier: readonly number[], named: string | undefined): string {
  if (earlier.length === 0) {
    return "There is nothing to roll back to; /pawl promote opens a promotion, also of an older version.";
  }
  const list = earlier.join(", ");
  return named === undefined
    ? `What held it and failed since, or was never deployed, can be named with --to: ${list}.`
    : `Earlier holders: ${list}. Any other is a promotion, and judged as one.`;
}

/** `version 7 served 41 days, pullable, checked now`. */
function describe({ version, served, state, model, environment, now }: RollbackPlan): string {
  const checked = state.kind === "unknown" ? "" : `, checked ${now.slice(0, 16).replace("T", " ")} UTC`;
  return `${environment} of ${model}: version ${String(version)} served ${served}, ${describePackageState(state)}${checked}.`;
}
