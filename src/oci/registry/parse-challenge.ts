/** What a registry wants to see, from its `WWW-Authenticate` header. */
export type Challenge =
  | { readonly kind: "basic" }
  | {
      readonly kind: "bearer";
      /** Address of the token service. */
      readonly realm: string;
      readonly service: string | undefined;
      readonly scope: string | undefined;
    };

/** `key="value"` with escaped characters, or `key=token`. */
const PARAMETER = /([a-z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/gi;
const MAX_HEADER = 4096;

/** `undefined` where the header is absent, too long, or asks for something that registries do not. Bearer wins. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  if (header === undefined || header.length > MAX_HEADER) return undefined;
  const bearer = /(?:^|,)\s*bearer\s+/i.exec(header);
  if (bearer !== null) {
    const parameters = new Map<string, string>();
    for (const [, key, quoted, token] of header.slice(bearer.index + bearer[0].length).matchAll(PARAMETER)) {
      const name = key?.toLowerCase() ?? "";
      if (!parameters.has(name)) parameters.set(name, quoted?.replace(/\\(.)/g, "$1") ?? token ?? "");
    }
    const realm = parameters.get("realm");
    if (realm !== undefined) {
      return { kind: "bearer", realm, service: parameters.get("service"), scope: parameters.get("scope") };
    }
  }
  return /(?:^|,)\s*basic(\s|$)/i.test(header) ? { kind: "basic" } : undefined;
}
