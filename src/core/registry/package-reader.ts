/** What a registry answers when it is asked for a digest. */
export type PackageState =
  | { readonly kind: "pullable" }
  | { readonly kind: "absent" }
  /** The registry holds something else under this name. */
  | { readonly kind: "differs"; readonly digest: string }
  /** It could not be asked: no access, no such host, not an OCI registry. */
  | { readonly kind: "unknown"; readonly reason: string };

/** Asks where packages lie. `src/oci` implements it; the doors hand it to `src/reconcile`. */
export interface PackageReader {
  /**
   * @param repository `ghcr.io/acme/late-flights` or `oci-layout:<folder>`, without tag or digest.
   * @param digest `sha256:…` of the manifest.
   */
  readonly look: (repository: string, digest: string) => Promise<PackageState>;
}

/** Where no registry can be asked: every answer says so. */
export const NO_PACKAGES: PackageReader = {
  look: async () => ({ kind: "unknown", reason: "this installation of the App asks no registry" }),
};
