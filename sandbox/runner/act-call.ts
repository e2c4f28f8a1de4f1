/** Labels that a job may ask for with `runs-on`; all of them are this machine. */
export const RUNNER_LABELS = [
  "ubuntu-latest",
  "ubuntu-24.04",
  "ubuntu-22.04",
  "self-hosted",
  "linux",
  "x64",
  "gpu",
] as const;

/** What one workflow run of act is made of; paths are absolute. */
export interface ActCall {
  readonly event: string;
  /** Clone of the repository, at the commit to run. */
  readonly repositoryFolder: string;
  /** `.github/workflows/train.yml` */
  readonly workflowPath: string;
  readonly eventFile: string;
  /** For act's own files; the tool cache is `tool_cache` in it. */
  readonly stateFolder: string;
  readonly actor: string;
  readonly token: string;
  /** What every step finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables of the repository: the context `vars`. */
  readonly variables: Readonly<Record<string, string>>;
  /** `actions/cache@<ref>` → folder that is used in its place. */
  readonly actions: ReadonlyMap<string, string>;
}

/** Arguments of `act` in host mode, with nothing read from files or the network that the caller did not name. */
export function actArguments(call: ActCall): string[] {
  return [
    call.event,
    ...["--directory", call.repositoryFolder, "--workflows", call.workflowPath, "--eventpath", call.eventFile],
    ...["--json", "--rm", "--actor", call.actor],
    ...RUNNER_LABELS.flatMap((label) => ["--platform", `${label}=-self-hosted`]),
    ...["--env-file", "--secret-file", "--var-file", "--input-file"].flatMap((flag) => [flag, "/dev/null"]),
    ...["--action-cache-path", call.stateFolder],
    // Artifacts and caches are the fake GitHub's; act's own servers do not understand the current clients.
    "--no-cache-server",
    ...[...call.actions].flatMap(([action, folder]) => ["--local-repository", `${action}=${folder}`]),
    ...Object.entries(call.environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...Object.entries(call.variables).flatMap(([name, value]) => ["--var", `${name}=${value}`]),
    ...["--secret", `GITHUB_TOKEN=${call.token}`],
  ];
}
