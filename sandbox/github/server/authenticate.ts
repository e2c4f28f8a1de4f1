import { createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import { ApiError } from "../api-error.ts";
import { machineTime, now, type World } from "../world.ts";
import type { Caller } from "./context.ts";

const Claims = z.object({ iat: z.number(), exp: z.number(), iss: z.union([z.string(), z.number()]) });
const JWT_SECONDS = 600;
/** GitHub tolerates a clock that is a minute ahead. */
const CLOCK_DRIFT_SECONDS = 60;

/** Who sends this `Authorization` header. @throws ApiError 401 for wrong, expired or future credentials. */
export function authenticate(world: World, authorization: string | undefined): Caller {
  if (authorization === undefined) return { kind: "anonymous" };
  const [scheme = "", credentials = ""] = authorization.split(" ", 2);
  if (/^basic$/i.test(scheme)) {
    // git sends `x-access-token:<token>`, or the token as the user name
    const [name = "", password = ""] = Buffer.from(credentials, "base64").toString("utf8").split(":");
    return authenticateToken(world, password === "" || password === "x-oauth-basic" ? name : password);
  }
  if (!/^(bearer|token)$/i.test(scheme)) throw new ApiError(401, "Bad credentials");
  return credentials.split(".").length === 3 && !credentials.startsWith("ghs_")
    ? authenticateApp(world, credentials)
    : authenticateToken(world, credentials);
}

function authenticateToken(world: World, text: string): Caller {
  const token = world.tokens.get(text);
  if (token === undefined) throw new ApiError(401, "Bad credentials");
  if (token.kind === "user") return token;
  if (token.expiresAt <= now(world)) throw new ApiError(401, "Bad credentials");
  if (token.kind === "installation" && token.installation.suspendedAt !== undefined) {
    throw new ApiError(403, "This installation has been suspended");
  }
  return token;
}

function authenticateApp(world: World, jwt: string): Caller {
  const undecodable = new ApiError(401, "A JSON web token could not be decoded");
  const [header = "", payload = "", signature = ""] = jwt.split(".");
  const claims = Claims.safeParse(decodeJson(payload));
  const algorithm = z.object({ alg: z.literal("RS256") }).safeParse(decodeJson(header));
  if (!claims.success || !algorithm.success) throw undecodable;
  const issuer = String(claims.data.iss);
  const app = [...world.apps.values()].find(({ id, clientId }) => String(id) === issuer || clientId === issuer);
  if (app === undefined || app.publicKey === "") throw new ApiError(404, "Integration not found");
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify("sha256", signed, createPublicKey(app.publicKey), Buffer.from(signature, "base64url"))) throw undecodable;

  const { iat } = claims.data;
  // By the clock of the machine, or by the `date` of answers, which clients correct theirs by once they are refused.
  const [seconds = 0] = [machineTime(world) / 1000, now(world) / 1000].sort(
    (one, other) => Math.abs(one - iat) - Math.abs(other - iat),
  );
  if (claims.data.exp <= seconds) {
    throw new ApiError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (claims.data.exp > seconds + JWT_SECONDS + CLOCK_DRIFT_SECONDS) {
    throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future");
  }
  if (iat > seconds + CLOCK_DRIFT_SECONDS) {
    throw new ApiError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  return { kind: "app", app };
}

function decodeJson(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
