import type { Readable } from "node:stream";

/** What OCI calls a descriptor: the name of some bytes. */
export interface Descriptor {
  readonly mediaType: string;
  /** `sha256:…`. */
  readonly digest: string;
  readonly size: number;
  readonly artifactType?: string | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

export interface BlobSource {
  readonly digest: string;
  readonly size: number;
  /** Opens the bytes from `offset` on; may be called again where an upload goes on after a cut. */
  readonly open: (offset: number) => Readable;
}

export interface StoredManifest {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly digest: string;
}

/** One repository of packages: in a registry, or in an OCI layout folder. Everything is idempotent and streams. */
export interface OciStore {
  /** `ghcr.io/acme/late-flights` or `oci-layout:<folder>`, without tag or digest. */
  readonly repository: string;
  /** Sends a blob unless it is there; goes on where an earlier attempt was cut, where the registry allows. */
  readonly pushBlob: (blob: BlobSource, onProgress?: (sent: number) => void) => Promise<"pushed" | "present">;
  /** Returns the manifest's digest. */
  readonly pushManifest: (bytes: Uint8Array, mediaType: string, tag?: string) => Promise<string>;
  /** @param reference Tag or digest. `undefined`: there is none. The digest was computed from the bytes. */
  readonly readManifest: (reference: string) => Promise<StoredManifest | undefined>;
  /** The bytes of a blob, whose digest is checked at the end of the stream. */
  readonly openBlob: (descriptor: Pick<Descriptor, "digest" | "size">) => Promise<Readable>;
  readonly hasBlob: (digest: string) => Promise<boolean>;
  /** Manifests whose subject is `digest`, by referrers where the registry has them, else by the fallback tag. */
  readonly listAttachments: (digest: string) => Promise<readonly Descriptor[]>;
  /** Pushes a manifest with a subject, and makes it findable also where the registry knows no referrers. */
  readonly attach: (subject: Descriptor, bytes: Uint8Array, mediaType: string) => Promise<Descriptor>;
}
