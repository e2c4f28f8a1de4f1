import { PawlError } from "../src/core/errors.ts";
import { type CredentialSource, type Credentials, credentialsFor } from "../src/oci/registry/credentials.ts";
import { dockerConfigPath, dockerCredentials } from "../src/oci/registry/docker-credentials.ts";
import { logLine, logMessage } from "../src/runner/workflow-commands.ts";

const GITHUB_REGISTRY = "ghcr.io";

interface RegistryInputs {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly "github-token"?: string | undefined;
}

/**
 * Who every action is at a registry: what the inputs say, else what `docker login` left, else for GitHub's own registry the
 * job's token. Somebody wrote the first two for this registry; the token is there whether anybody thought of it or not.
 *
 * @param registry Host of the registry that the inputs are about.
 * @throws `INPUT_INVALID` for a user without a password.
 */
export function chooseCredentials(
  { username, password, "github-token": token }: RegistryInputs,
  registry: string,
  { user, env }: { readonly user: string; readonly env: NodeJS.ProcessEnv },
): CredentialSource {
  if (password !== undefined) return credentialsFor(registry, username ?? user, password);
  if (username !== undefined) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: 'input "username": there is no password',
      hint: "Set password from a secret.",
    });
  }
  const docker = dockerCredentials(dockerConfigPath(env));
  if (token === undefined) return docker;
  const ofJob = credentialsFor(GITHUB_REGISTRY, user, token);
  return async (asked, name) => {
    const spare = await ofJob(asked, name);
    return spare === undefined ? docker(asked, name) : ((await readLogin(docker, asked, name)) ?? spare);
  };
}

/** A login that cannot be read must not keep a job from its own token. */
async function readLogin(docker: CredentialSource, registry: string, name: string): Promise<Credentials | undefined> {
  try {
    const login = await docker(registry, name);
    if (login !== undefined) logLine(`${registry} is asked with what docker login left, not with the job's token.`);
    return login;
  } catch (error) {
    if (!(error instanceof PawlError)) throw error;
    logMessage("warning", `${error.message}. ${registry} is asked with the job's token.`);
    return undefined;
  }
}
