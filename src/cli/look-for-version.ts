import { toSafeLabel } from "../core/evidence/limits.ts";
import type { PackageReader, PackageState } from "../core/registry/package-reader.ts";
import type { ModelVersion } from "../core/registry/registry.ts";

/** Whether a version can be pulled now. Weights that stay elsewhere are not looked at. */
export async function lookForVersion(
  packages: PackageReader,
  { location, digest }: ModelVersion,
): Promise<PackageState> {
  if (location.kind === "oci") return packages.look(location.repository, digest);
  return { kind: "unknown", reason: `it stays at ${toSafeLabel(location.uri, 200)}, which Pawl does not read` };
}
