import { ApiError } from "../api-error.ts";
import { now, type World } from "../world.ts";
import type { Caller } from "./context.ts";

export interface Limit {
  readonly limit: number;
  readonly used: number;
  readonly resetSeconds: number;
}

const HOUR_MS = 3_600_000;
/** What GitHub gives to a job's own token and to nobody at all. */
const JOB_LIMIT = 1000;
const ANONYMOUS_LIMIT = 60;

/** How much of its hour the caller has used; counters are per installation, user, repository of a job, or App. */
export function limitOf(world: World, caller: Caller): Limit {
  const bucket = bucketOf(world, caller);
  const limit = limitFor(world, caller);
  return { limit, used: Math.min(bucket.used, limit), resetSeconds: Math.ceil(bucket.resetAt / 1000) };
}

/** Counts one request. @throws ApiError 403 when the hour is used up. */
export function spendRequest(world: World, caller: Caller): void {
  const bucket = bucketOf(world, caller);
  bucket.used += 1;
  if (bucket.used > limitFor(world, caller)) throw primaryLimit(world, caller);
}

/** Takes one request back: GitHub does not count those that it answers with 304. */
export function refundRequest(world: World, caller: Caller): void {
  const bucket = bucketOf(world, caller);
  bucket.used = Math.max(0, bucket.used - 1);
}

/** The answer when the hourly limit is used up. */
export function primaryLimit(
  world: World,
  caller: Caller,
  resetSeconds = limitOf(world, caller).resetSeconds,
): ApiError {
  const whom =
    caller.kind === "installation" ? `installation ID ${String(caller.installation.id)}` : `user ID ${keyOf(caller)}`;
  return new ApiError(403, `API rate limit exceeded for ${whom}.`, {
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(resetSeconds) },
  });
}

/** The answer when requests come too fast. */
export function secondaryLimit(status: 403 | 429, retryAfterSeconds: number): ApiError {
  const message =
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. " +
    "If you reach out to GitHub Support for help, please include the request ID.";
  return new ApiError(status, message, { headers: { "retry-after": String(retryAfterSeconds) } });
}

function limitFor(world: World, { kind }: Caller): number {
  if (kind === "job") return JOB_LIMIT;
  return kind === "anonymous" ? ANONYMOUS_LIMIT : world.hourlyRequestLimit;
}

function bucketOf(world: World, caller: Caller): { used: number; resetAt: number } {
  const key = keyOf(caller);
  const known = world.limits.get(key);
  if (known !== undefined && known.resetAt > now(world)) return known;
  const fresh = { used: 0, resetAt: now(world) + HOUR_MS };
  world.limits.set(key, fresh);
  return fresh;
}

function keyOf(caller: Caller): string {
  if (caller.kind === "installation") return `installation ${String(caller.installation.id)}`;
  if (caller.kind === "user") return `user ${String(caller.user.id)}`;
  if (caller.kind === "app") return `app ${String(caller.app.id)}`;
  return caller.kind === "job" ? `job ${String(caller.repositoryId)}` : "anonymous";
}
