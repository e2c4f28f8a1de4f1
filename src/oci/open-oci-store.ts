import { openLayoutStore } from "./layout/open-layout-store.ts";
import type { OciStore } from "./oci-store.ts";
import { parsePackageAddress } from "./package-address.ts";
import type { CredentialSource } from "./registry/credentials.ts";
import { openRegistryStore } from "./registry/open-registry-store.ts";
import { DEFAULT_PATIENCE, type Patience } from "./registry/patience.ts";

export interface OciStoreOptions {
  /** Who to be; without it the registry is asked anonymously. */
  readonly credentials?: CredentialSource | undefined;
  /** Speak to the registry without encryption. Undefined: on this machine's own addresses only. */
  readonly plainHttp?: boolean | undefined;
  /** Most bytes of one request of an upload, for a proxy that limits bodies. Undefined: no limit. */
  readonly chunkBytes?: number | undefined;
  readonly patience?: Partial<Patience> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a place for packages: `ghcr.io/acme/late-flights` or `oci-layout:<folder>`. Nothing is sent or written yet.
 *
 * @throws `INPUT_INVALID` for an address that is neither.
 */
export function openOciStore(address: string, options: OciStoreOptions = {}): OciStore {
  const parsed = parsePackageAddress(address);
  if (parsed.kind === "layout") return openLayoutStore(parsed.folder);
  return openRegistryStore(
    {
      registry: parsed.registry,
      name: parsed.name,
      credentials: options.credentials,
      plainHttp: options.plainHttp,
      patience: { ...DEFAULT_PATIENCE, ...options.patience },
      signal: options.signal,
    },
    options.chunkBytes,
  );
}
