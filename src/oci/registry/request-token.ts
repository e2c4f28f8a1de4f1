import { z } from "zod";
import { PawlError } from "../../core/errors.ts";
import type { Credentials } from "./credentials.ts";
import type { Challenge } from "./parse-challenge.ts";
import { readBody, type WireResponse } from "./send-request.ts";

/** Sends a request to the token service, with the connection's retries. */
export type TokenSender = (request: {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
}) => Promise<WireResponse>;

const TokenBody = z
  .object({ token: z.string().optional(), access_token: z.string().optional() })
  .transform(({ token, access_token }) => token ?? access_token ?? "");

const MAX_BODY = 256 * 1024;
/** Header values: visible ASCII, so that no answer can begin a header of its own. */
const TOKEN = /^[\x21-\x7e]{1,65536}$/;

/**
 * Asks the token service that a registry names, as the distribution specification describes.
 *
 * @throws `REGISTRY_REFUSED` where it gives no token.
 */
export async function requestToken(
  challenge: Extract<Challenge, { kind: "bearer" }>,
  scope: string,
  credentials: Credentials | undefined,
  send: TokenSender,
): Promise<string> {
  const url = parseRealm(challenge.realm);
  const fields = { ...(challenge.service === undefined ? {} : { service: challenge.service }), scope };
  const response = await (credentials?.kind === "identity-token"
    ? send({
        method: "POST",
        url,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: Buffer.from(
          new URLSearchParams({
            ...fields,
            grant_type: "refresh_token",
            client_id: "pawl",
            refresh_token: credentials.token,
          }).toString(),
        ),
      })
    : send({ method: "GET", url: withQuery(url, fields), headers: basicHeader(credentials) }));
  const body = await readBody(response, MAX_BODY);
  const token = response.status === 200 ? parseToken(body) : undefined;
  if (token !== undefined) return token;
  throw new PawlError({
    code: "REGISTRY_REFUSED",
    message: `the token service ${url.host} answered ${String(response.status)}${response.status === 200 ? " without a token" : ""} for ${scope}`,
    hint:
      credentials === undefined
        ? "Nothing was given to log in with: give user and password, or a Docker configuration."
        : "Are user and password right, and may they do this there?",
  });
}

/** `Authorization` of user and password; nothing for others. */
export function basicHeader(credentials: Credentials | undefined): Readonly<Record<string, string>> {
  if (credentials?.kind !== "basic") return {};
  const { username, password } = credentials;
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
}

function parseRealm(realm: string): URL {
  if (URL.canParse(realm)) return new URL(realm);
  throw new PawlError({ code: "REGISTRY_REFUSED", message: "the registry names a token service that is no address" });
}

function withQuery(url: URL, fields: Readonly<Record<string, string>>): URL {
  const asked = new URL(url);
  for (const [key, value] of Object.entries(fields)) asked.searchParams.set(key, value);
  return asked;
}

function parseToken(body: Buffer | undefined): string | undefined {
  if (body === undefined) return undefined;
  try {
    const token = TokenBody.parse(JSON.parse(body.toString("utf8")));
    return TOKEN.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
}
