import type { RegistryConnection } from "./connect-registry.ts";
import { refusedBy } from "./registry-error.ts";

/** @throws `REGISTRY_REFUSED` where the registry says neither yes nor no. */
export async function hasBlob(connection: RegistryConnection, digest: string): Promise<boolean> {
  const doing = `a look for ${digest}`;
  const response = await connection.request({
    method: "HEAD",
    url: connection.url(`/blobs/${digest}`),
    action: "pull",
    doing,
  });
  if (response.status !== 200 && response.status !== 404) {
    throw await refusedBy(response, { registry: connection.registry, doing });
  }
  response.body.resume();
  return response.status === 200;
}
