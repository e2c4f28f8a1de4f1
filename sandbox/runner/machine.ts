import type { ActionSources } from "./map-actions.ts";

/** What the runner's machine offers to every job; paths are absolute. */
export interface Machine {
  /** The program act. */
  readonly act: string;
  /** Folders with python, node, git and the shell, first found first used. */
  readonly path: readonly string[];
  /** Holds clones, workspaces, act's files and an empty home. */
  readonly workFolder: string;
  readonly actions: ActionSources;
  /** Variables that the machine's owner sets for all jobs: where shared data lies, which package index to use. */
  readonly variables: Readonly<Record<string, string>>;
  /** What a repository's settings would hold: the context `vars` of every workflow. */
  readonly repositoryVariables: Readonly<Record<string, string>>;
}

/** The environment of git and act, and so the beginning of every step's: nothing of the person's own. */
export function baseEnvironment({ path, workFolder, variables }: Machine): Record<string, string> {
  return {
    PATH: path.join(":"),
    HOME: `${workFolder}/home`,
    LANG: "C.UTF-8",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    // Steps run on a terminal under act, as they do not on GitHub.
    NO_COLOR: "1",
    ...variables,
  };
}

const OF_THE_MACHINE = /^(PIP_\w+|(https?|no)_proxy|SSL_CERT_FILE|REQUESTS_CA_BUNDLE|NODE_EXTRA_CA_CERTS)$/i;

/** Variables that decide how this machine reaches a package index; a job needs them, and they are no secrets of Pawl's. */
export function networkVariables(environment: NodeJS.ProcessEnv): Record<string, string> {
  const wanted = Object.entries(environment).filter(([name]) => OF_THE_MACHINE.test(name));
  return Object.fromEntries(wanted.map(([name, value]) => [name, value ?? ""]));
}
