import { PawlError } from "../src/core/errors.ts";
import { type CredentialSource, credentialsFor } from "../src/oci/registry/credentials.ts";
import { dockerConfigPath, dockerCredentials } from "../src/oci/registry/docker-credentials.ts";

const GITHUB_REGISTRY = "ghcr.io";

interface RegistryInputs {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly "github-token"?: string | undefined;
}

/**
 * What the inputs say, else the job's token for GitHub's own registry, else what `docker login` left.
 *
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
  if (registry === GITHUB_REGISTRY && token !== undefined) return credentialsFor(registry, user, token);
  return dockerCredentials(dockerConfigPath(env));
}
