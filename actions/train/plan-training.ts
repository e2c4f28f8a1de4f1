import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { matchPaths } from "../../src/core/config/match-paths.ts";
import { CONFIG_FILE } from "../../src/core/config/parse-project-config.ts";
import type { ModelPlan } from "../../src/core/config/project-config.ts";
import { PawlError } from "../../src/core/errors.ts";
import type { Identity } from "../../src/core/evidence/identity.ts";
import { computeInputDigest, isEnvironmentFile } from "../../src/core/evidence/input-digest.ts";
import type { DatasetIdentity, InputDigest, ParameterValue } from "../../src/core/evidence/run-evidence.ts";
import { type ChildEnvironment, childEnvironment, toolEnvironment } from "../../src/runner/child-environment.ts";
import { type DatasetRequest, identifyDataset } from "../../src/runner/datasets/identify-dataset.ts";
import { type EnvironmentFacts, readEnvironment } from "../../src/runner/environment/read-environment.ts";
import { findConfiguredModel } from "../../src/runner/find-configured-model.ts";
import { type CheckoutListing, listCheckout, readCheckout } from "../../src/runner/list-checkout.ts";
import { readParameters } from "../../src/runner/parameters/read-parameters.ts";
import { createRedact, type Redact } from "../../src/runner/redact.ts";
import { logLine } from "../../src/runner/workflow-commands.ts";
import { workingFolder } from "../../src/runner/working-folder.ts";
import type { TrainInputs } from "./inputs.ts";
import { markTraining } from "./mark-training.ts";

/** Everything that is known before the command starts. */
export interface TrainingPlan {
  readonly inputs: TrainInputs;
  readonly identity: Identity;
  /** The checkout. */
  readonly workspace: string;
  /** Where the command runs. */
  readonly folder: string;
  readonly command: string;
  readonly redact: Redact;
  readonly child: ChildEnvironment;
  readonly mark: string;
  /** What the command will run on; never rejects. */
  readonly environment: Promise<EnvironmentFacts>;
  /** Looks again, for commands that install packages. */
  readonly describeEnvironment: () => Promise<EnvironmentFacts>;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly data: readonly DatasetIdentity[];
  /** Data sets that are not there yet: the command may fetch them. */
  readonly missingData: readonly { readonly request: DatasetRequest; readonly root: string }[];
  readonly inputDigest?: InputDigest | undefined;
  readonly notes: readonly string[];
}

/** Throws `INPUT_INVALID` where an input names something that cannot be used: nothing has been spent yet. */
export async function planTraining(
  inputs: TrainInputs,
  identity: Identity,
  env: NodeJS.ProcessEnv,
): Promise<TrainingPlan> {
  const command = inputs.command?.trim();
  if (command === undefined || command === "") {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: 'input "command" is missing',
      hint: "Give the command that trains the model, like python train.py.",
    });
  }
  const workspace = resolve(env["GITHUB_WORKSPACE"] ?? process.cwd());
  const folder = workingFolder(workspace, inputs["working-directory"]);
  const redact = createRedact(env, inputs["github-token"] === undefined ? [] : [inputs["github-token"]]);
  const mark = randomUUID();
  const child = markTraining(childEnvironment(env, { mark, jobToken: inputs["github-token"] }), {
    identity,
    ...inputs,
  });
  // Beside what is read here: git and Python are processes of their own.
  const listing = existsSync(join(workspace, CONFIG_FILE)) ? readCheckout(workspace, env) : undefined;
  listing?.catch(() => undefined);
  const tools = toolEnvironment(child);
  const describeEnvironment = () => readEnvironment({ python: inputs.python, command, folder, env: tools });
  const environment = describeEnvironment();
  const configured = findConfiguredModel(workspace, inputs.model, "this run cannot be reused");
  const { model } = configured;
  const [parameters, data] = await Promise.all([
    readParameters({ folder, file: inputs.params, lines: inputs.parameters, redact }),
    identifyAll(dataRequests(inputs, model, workspace, folder), env),
  ]);
  const digest = await digestInputs(
    { inputs, identity, workspace, env, model, listing },
    {
      parameters: parameters.parameters,
      data,
      command: redact.text(command),
    },
  );
  const withheld = child.withheld.map(
    (name) => `The variable ${name} holds the job's token and was not passed on to the command.`,
  );
  return {
    inputs,
    identity,
    workspace,
    folder,
    command,
    redact,
    child,
    mark,
    environment,
    describeEnvironment,
    parameters: parameters.parameters,
    data: data.found,
    missingData: data.missing,
    inputDigest: digest.inputDigest,
    notes: [...withheld, ...configured.notes, ...parameters.notes, ...data.notes, ...digest.notes],
  };
}

interface RootedRequest {
  readonly request: DatasetRequest;
  readonly root: string;
}

/** Paths of the input are relative to the working directory, those of the configuration to the repository. */
function dataRequests(
  inputs: TrainInputs,
  model: ModelPlan | undefined,
  workspace: string,
  folder: string,
): RootedRequest[] {
  if (inputs.data.length === 0) return (model?.data ?? []).map((request) => ({ request, root: workspace }));
  return inputs.data.map((line) => {
    const [, name, path] = /^([^=/]+)=(.+)$/.exec(line) ?? [];
    const request =
      name === undefined || path === undefined ? { name: line, path: line } : { name: name.trim(), path: path.trim() };
    return { request, root: folder };
  });
}

interface IdentifiedData {
  readonly found: readonly DatasetIdentity[];
  readonly missing: readonly RootedRequest[];
  readonly notes: readonly string[];
}

async function identifyAll(requests: readonly RootedRequest[], env: NodeJS.ProcessEnv): Promise<IdentifiedData> {
  const found: DatasetIdentity[] = [];
  const missing: RootedRequest[] = [];
  const notes: string[] = [];
  for (const rooted of requests.slice(0, 100)) {
    const started = performance.now();
    const { identity, note } = await identifyDataset(rooted.request, rooted.root, env);
    if (performance.now() - started > 2000) logLine(`Pawl read ${rooted.request.path} to identify it.`);
    if (identity === undefined) missing.push(rooted);
    else found.push(identity);
    if (identity !== undefined && note !== undefined) notes.push(note);
  }
  return { found, missing, notes };
}

async function digestInputs(
  context: {
    readonly inputs: TrainInputs;
    readonly identity: Identity;
    readonly workspace: string;
    readonly env: NodeJS.ProcessEnv;
    readonly model: ModelPlan | undefined;
    readonly listing: Promise<CheckoutListing> | undefined;
  },
  parts: {
    readonly parameters: Readonly<Record<string, ParameterValue>>;
    readonly data: IdentifiedData;
    readonly command: string;
  },
): Promise<{ readonly inputDigest?: InputDigest; readonly notes: readonly string[] }> {
  const { model, workspace, env, identity, inputs } = context;
  if (model === undefined) return { notes: [] };
  if (parts.data.missing.length > 0) {
    return { notes: ["A data set was not there before the command started, so this run cannot be reused."] };
  }
  const workflow = identity.workflow.path;
  try {
    const wanted = (paths: readonly string[]): string[] => {
      const code = new Set(matchPaths(model.paths, paths));
      return paths.filter((path) => code.has(path) || isEnvironmentFile(path, workflow));
    };
    const files = await listCheckout(workspace, env, wanted, context.listing);
    const code = new Set(
      matchPaths(
        model.paths,
        files.map(({ path }) => path),
      ),
    );
    const inputDigest = computeInputDigest({
      code: files.filter(({ path }) => code.has(path)),
      environment: files.filter(({ path }) => isEnvironmentFile(path, workflow)),
      parameters: parts.parameters,
      data: parts.data.found,
      // The folder is a part of what is run.
      command: `${toPosix(relative(workspace, resolve(workspace, inputs["working-directory"])))}\n${parts.command}`,
    });
    return { inputDigest, notes: [] };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return { notes: [`The checkout could not be listed (${reason}), so this run cannot be reused.`] };
  }
}

function toPosix(path: string): string {
  return path.split(sep).join("/");
}
