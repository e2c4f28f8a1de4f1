/** How to prove who one is to a registry. */
export type Credentials =
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  /** An OAuth2 refresh token, which is exchanged at the registry's token service. */
  | { readonly kind: "identity-token"; readonly token: string }
  /** A token that the registry itself takes. */
  | { readonly kind: "bearer"; readonly token: string };

/**
 * Looks for the credentials of a registry. `undefined`: none, so it is asked anonymously.
 *
 * @param registry Host and port as in the address, `ghcr.io`.
 * @param name Repository inside it.
 * @throws `INPUT_INVALID` where there are some that cannot be used.
 */
export type CredentialSource = (registry: string, name: string) => Promise<Credentials | undefined>;

/** The same user and password for one registry and for no other. */
export function credentialsFor(registry: string, username: string, password: string): CredentialSource {
  return async (asked) =>
    asked.toLowerCase() === registry.toLowerCase() ? { kind: "basic", username, password } : undefined;
}
