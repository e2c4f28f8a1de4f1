/** Set for the command and everything that it starts, so that what is left of it can be found again. */
export const COMMAND_MARK = "PAWL_COMMAND_ID";

// The step's own files and the runner's credentials. GITHUB_ENV, GITHUB_PATH and GITHUB_STEP_SUMMARY stay: a command
// may use them as in any `run:` step. GITHUB_OUTPUT is this step's: what is uploaded is decided from it.
const WITHHELD = /^(PAWL_.*|INPUT_.*|ACTIONS_.*|GITHUB_TOKEN|GITHUB_OUTPUT|GITHUB_STATE)$/i;

export interface ChildEnvironment {
  readonly env: NodeJS.ProcessEnv;
  /** Variables of the user's that were left out because they hold the job's token. */
  readonly withheld: readonly string[];
}

/**
 * The environment of a user's command: everything but Pawl's inputs, the runner's credentials and the job's token,
 * under whatever name. Other credentials that the step was given on purpose (`HF_TOKEN`, `AWS_…`) pass.
 * Python's output is unbuffered, so that the log is live.
 */
export function childEnvironment(
  env: NodeJS.ProcessEnv,
  { mark, jobToken }: { readonly mark: string; readonly jobToken?: string | undefined },
): ChildEnvironment {
  const child: NodeJS.ProcessEnv = {};
  const withheld: string[] = [];
  const tokens = [jobToken, env["GITHUB_TOKEN"]].filter((token) => token !== undefined && token.length >= 8);
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || WITHHELD.test(name)) continue;
    if (tokens.some((token) => token !== undefined && value.includes(token))) withheld.push(name);
    else child[name] = value;
  }
  child["PYTHONUNBUFFERED"] ??= "1";
  child[COMMAND_MARK] = mark;
  return { env: child, withheld };
}

/** The same for Pawl's own tools beside the command: they are not ended together with it. */
export function toolEnvironment({ env }: ChildEnvironment): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== COMMAND_MARK));
}
