import { createHash } from "node:crypto";
import type { DatasetIdentity, InputDigest, ParameterValue } from "./run-evidence.ts";

/** A file as git knows it: `100644`, blob id, path from the root of the repository. */
export interface TreeFile {
  readonly mode: string;
  readonly sha: string;
  readonly path: string;
}

export interface TrainingInputs {
  /** Files that match the model's `paths`. */
  readonly code: readonly TreeFile[];
  /** From the parameter file and the action's input, not what a tool logged afterwards. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly data: readonly DatasetIdentity[];
  /** Lock files of the environment and the workflow file. */
  readonly environment: readonly TreeFile[];
  /** As in the evidence: redacted, but whole. */
  readonly command: string;
}

/**
 * Identity of everything that goes into a training: equal values need not be trained twice. Code and environment are
 * made from git's own blob ids, so that they can be computed again from a repository without a checkout.
 */
export function computeInputDigest({ code, parameters, data, environment, command }: TrainingInputs): InputDigest {
  const parts = {
    code: digestFiles(code),
    parameters: digestLines(Object.entries(parameters).map(([name, value]) => JSON.stringify([name, value]))),
    data: digestLines(data.map(({ name, path, algorithm, value }) => JSON.stringify([name, path, algorithm, value]))),
    environment: digestFiles(environment),
    command: digestLines([command]),
  };
  return combineParts(parts);
}

/** The digest of these parts: a part that cannot be computed again is taken from whoever could. */
export function combineParts(parts: InputDigest["parts"]): InputDigest {
  return { value: digestLines(Object.entries(parts).map(([part, digest]) => `${part} ${digest}`)), parts };
}

/** sha-256 over one line `<mode> <blob id> <path>` for each file, sorted by path. */
export function digestFiles(files: readonly TreeFile[]): string {
  const sorted = files.toSorted((a, b) => compareText(a.path, b.path));
  return digestLines(
    sorted.map(({ mode, sha, path }) => `${mode} ${sha} ${JSON.stringify(path)}`),
    false,
  );
}

/** Files whose change means that a training may run on other versions of its tools. */
const ENVIRONMENT_FILES =
  /^(requirements[\w.-]*\.(txt|in|lock)|constraints[\w.-]*\.txt|(uv|poetry|pdm|pixi|Pipfile|conda|conda-lock)\.lock|conda-lock\.ya?ml|(environment|conda)[\w.-]*\.ya?ml|pyproject\.toml|setup\.(py|cfg)|Pipfile|pixi\.toml|\.python-version|\.tool-versions|Dockerfile|renv\.lock|Manifest\.toml)$/;

/**
 * Whether a file belongs to the environment part of the digest: lock and requirement files in the repository's root or
 * in a folder `requirements/`, and the workflow file, which is what installs them.
 */
export function isEnvironmentFile(path: string, workflowPath: string): boolean {
  if (workflowPath !== "" && path === workflowPath) return true;
  return ENVIRONMENT_FILES.test(path) || /^requirements\/[\w.-]+\.(txt|in|lock)$/.test(path);
}

function digestLines(lines: readonly string[], sort = true): string {
  const ordered = sort ? lines.toSorted(compareText) : lines;
  const hash = createHash("sha256");
  for (const line of ordered) hash.update(`${line}\n`);
  return hash.digest("hex");
}

/** By code units, the same on every machine. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
