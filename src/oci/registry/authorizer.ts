import { PawlError } from "../../core/errors.ts";
import type { Credentials } from "./credentials.ts";
import type { Challenge } from "./parse-challenge.ts";
import { basicHeader, requestToken, type TokenSender } from "./request-token.ts";

/** What a request wants to do: tokens are given for the one or for both. */
export type Action = "pull" | "push";

/** Answers a registry's challenges and remembers the answers. */
export interface Authorizer {
  /** The `Authorization` to begin with; `undefined` before anything was asked for. */
  readonly header: (action: Action) => string | undefined;
  /**
   * A header that answers a challenge. `undefined`: nothing better than `used`, with which it was asked.
   *
   * @throws `REGISTRY_REFUSED` where there are no credentials that fit, or the token service refuses them.
   */
  readonly answer: (challenge: Challenge, action: Action, used: string | undefined) => Promise<string | undefined>;
}

export function createAuthorizer(options: {
  readonly registry: string;
  readonly name: string;
  readonly credentials: () => Promise<Credentials | undefined>;
  readonly send: TokenSender;
}): Authorizer {
  const { registry, name, credentials, send } = options;
  const headers = new Map<Action, string>();
  const underWay = new Map<Action, Promise<string | undefined>>();
  const header = (action: Action) => headers.get(action) ?? (action === "pull" ? headers.get("push") : undefined);

  const fetchHeader = async (challenge: Challenge, action: Action): Promise<string> => {
    const given = await credentials();
    if (challenge.kind === "basic") {
      const basic = basicHeader(given)["authorization"];
      if (basic !== undefined) return basic;
      throw new PawlError({
        code: "REGISTRY_REFUSED",
        message: `${registry} wants user and password`,
        hint: `Give them, or a Docker configuration that has them: docker login ${registry}.`,
      });
    }
    if (given?.kind === "bearer") return `Bearer ${given.token}`;
    return `Bearer ${await requestToken(challenge, scopeOf(challenge, name, action), given, send)}`;
  };
  return {
    header,
    answer: async (challenge, action, used) => {
      const known = header(action);
      if (known !== undefined && known !== used) return known;
      // Several blobs that are turned away together ask once.
      const asked =
        underWay.get(action) ??
        fetchHeader(challenge, action)
          .then((next) => {
            headers.set(action, next);
            return next;
          })
          .finally(() => underWay.delete(action));
      underWay.set(action, asked);
      const next = await asked;
      return next === used ? undefined : next;
    },
  };
}

/** The registry's own words where it knows the repository by another name; else what the request wants to do. */
function scopeOf(challenge: Extract<Challenge, { kind: "bearer" }>, name: string, action: Action): string {
  const own = `repository:${name}:`;
  if (challenge.scope !== undefined && !challenge.scope.startsWith(own)) return challenge.scope;
  return `${own}${action === "push" ? "pull,push" : "pull"}`;
}
