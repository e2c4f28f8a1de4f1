import { type CredentialSource, credentialsFor } from "../../src/oci/registry/credentials.ts";
import { dockerConfigPath, dockerCredentials } from "../../src/oci/registry/docker-credentials.ts";
import type { ChampionJob } from "./champion-evaluation.ts";

/** What the job logged in with; GitHub's own registry takes the job's token. */
export function packageCredentials({ env, inputs, identity }: ChampionJob): CredentialSource {
  const docker = dockerCredentials(dockerConfigPath(env));
  const token = inputs["github-token"];
  return async (registry, name) => {
    const given = await docker(registry, name);
    if (given !== undefined || token === undefined) return given;
    return credentialsFor("ghcr.io", identity.actor, token)(registry, name);
  };
}
