import type { PackageReader } from "../core/registry/package-reader.ts";
import { createPackageReader } from "../oci/create-package-reader.ts";
import { readRegistryEnvironment } from "../oci/read-registry-environment.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Asks registries as the person at the terminal, with the accounts of docker's config.json. What is asked for stands on the
 * ledger, so the App has accepted it; a list like the App's own, `PAWL_REGISTRIES`, is obeyed where it is set.
 */
export function openTerminalPackages({ env }: Pick<Terminal, "env">): PackageReader {
  const { allowed, credentials } = readRegistryEnvironment(env);
  const limited = env["PAWL_REGISTRIES"] !== undefined;
  return {
    look: (repository, digest) =>
      createPackageReader({ allowed: limited ? allowed : [repository], credentials }).look(repository, digest),
  };
}
