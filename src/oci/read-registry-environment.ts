import { PawlError } from "../core/errors.ts";
import type { PackageReaderOptions } from "./create-package-reader.ts";
import { parsePackageAddress } from "./package-address.ts";
import { dockerConfigPath, dockerCredentials } from "./registry/docker-credentials.ts";

/** Where Pawl's own actions push to by default. */
const DEFAULT_REGISTRIES = "ghcr.io";

/**
 * Which registries the App may ask, from `PAWL_REGISTRIES` (divided by commas or spaces; `ghcr.io` if it is not set,
 * none if it is empty), with the credentials of Docker's configuration in `DOCKER_CONFIG`.
 *
 * @throws `INPUT_INVALID` for an entry that is no registry, repository or layout folder.
 */
export function readRegistryEnvironment(env: Readonly<Record<string, string | undefined>>): PackageReaderOptions {
  const allowed = (env["PAWL_REGISTRIES"] ?? DEFAULT_REGISTRIES).split(/[\s,]+/).filter((entry) => entry !== "");
  for (const entry of allowed) assertEntry(entry);
  return { allowed, credentials: dockerCredentials(dockerConfigPath(env)) };
}

function assertEntry(entry: string): void {
  const bare = entry.replace(/^https?:\/\//, "").replace(/\/+$/, "");
  try {
    // A registry alone is one of which every repository may be asked.
    parsePackageAddress(bare.startsWith("oci-layout:") || bare.includes("/") ? bare : `${bare}/any`);
  } catch (cause) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `PAWL_REGISTRIES has ${JSON.stringify(entry)}, which is no registry`,
      hint: "Set it to hosts or parts of them, divided by commas: ghcr.io,registry.example.com:5000/models.",
      cause,
    });
  }
}
