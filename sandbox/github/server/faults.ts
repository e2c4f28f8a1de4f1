import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "../api-error.ts";
import { now, type World } from "../world.ts";
import type { Caller, Reply } from "./context.ts";
import { primaryLimit, secondaryLimit } from "./rate-limit.ts";

/** What goes wrong. `before` and `after` say whether the request has had its effect when it fails. */
export type FaultEffect =
  | { readonly kind: "status"; readonly status: number; readonly when: "before" | "after" }
  | { readonly kind: "drop"; readonly when: "before" | "after" }
  | { readonly kind: "slow"; readonly milliseconds: number }
  | { readonly kind: "secondary-limit"; readonly status: 403 | 429; readonly retryAfterSeconds: number }
  | { readonly kind: "primary-limit"; readonly resetSeconds: number }
  /** Lists leave out what was created less than so many seconds ago. */
  | { readonly kind: "stale"; readonly seconds: number };

/** A fault on demand: it hits the next `count` requests (default 1) that match, after letting `skip` pass (default 0). */
export interface Fault {
  /** Method and path template: `POST /repos/{owner}/{repo}/check-runs`, `POST /graphql`. */
  readonly route?: string;
  /** Or a regular expression on the path with its query. */
  readonly path?: string;
  /** Only requests of this App (its slug). */
  readonly app?: string;
  readonly count?: number;
  readonly skip?: number;
  readonly effect: FaultEffect;
}

/** Faults that wait for their requests. */
export interface FaultList {
  readonly add: (fault: Fault) => void;
  readonly clear: () => void;
  /** The faults that hit this request; each counts down. */
  readonly take: (request: { route: string; path: string; app: string | undefined }) => readonly FaultEffect[];
}

/** The connection is to be closed without an answer. */
export class Dropped extends Error {
  override readonly name = "Dropped";
}

export function createFaultList(): FaultList {
  let waiting: { readonly fault: Fault; left: number; skip: number }[] = [];
  return {
    add: (fault) => waiting.push({ fault, left: fault.count ?? 1, skip: fault.skip ?? 0 }),
    clear: () => {
      waiting = [];
    },
    take: ({ route, path, app }) => {
      const hit: FaultEffect[] = [];
      for (const entry of waiting) {
        const { fault } = entry;
        if (fault.route !== undefined && fault.route !== route) continue;
        if (fault.path !== undefined && !new RegExp(fault.path).test(path)) continue;
        if (fault.app !== undefined && fault.app !== app) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        entry.left -= 1;
        hit.push(fault.effect);
      }
      waiting = waiting.filter(({ left }) => left > 0);
      return hit;
    },
  };
}

/** Everything that goes wrong before the effect. @throws ApiError, Dropped */
export async function failBefore(world: World, caller: Caller, effects: readonly FaultEffect[]): Promise<void> {
  for (const effect of effects) {
    if (effect.kind === "slow") await sleep(effect.milliseconds);
    if (effect.kind === "secondary-limit") throw secondaryLimit(effect.status, effect.retryAfterSeconds);
    if (effect.kind === "primary-limit") {
      throw primaryLimit(world, caller, Math.ceil(now(world) / 1000) + effect.resetSeconds);
    }
    fail(effect, "before");
  }
}

/** Everything that goes wrong after the effect. @throws ApiError, Dropped */
export function failAfter(world: World, effects: readonly FaultEffect[], reply: Reply): Reply {
  for (const effect of effects) fail(effect, "after");
  const stale = effects.find((effect) => effect.kind === "stale");
  return stale === undefined ? reply : { ...reply, body: withoutNew(reply.body, now(world) - stale.seconds * 1000) };
}

function fail(effect: FaultEffect, when: "before" | "after"): void {
  if (effect.kind === "drop" && effect.when === when) throw new Dropped();
  if (effect.kind === "status" && effect.when === when) throw new ApiError(effect.status, "Server Error");
}

/** A list, or an object with one list and `total_count`, without items that are younger than `limit`. */
function withoutNew(body: unknown, limit: number): unknown {
  if (Array.isArray(body)) return body.filter((item) => !isYounger(item, limit));
  if (typeof body !== "object" || body === null) return body;
  const entries = Object.entries(body);
  const lists = entries.filter(([, value]) => Array.isArray(value));
  if (!("total_count" in body) || lists.length !== 1) return body;
  const kept: unknown = withoutNew(lists[0]?.[1], limit);
  const count = Array.isArray(kept) ? kept.length : 0;
  return Object.fromEntries(
    entries.map(([key, value]) => [key, key === "total_count" ? count : Array.isArray(value) ? kept : value]),
  );
}

function isYounger(item: unknown, limit: number): boolean {
  if (typeof item !== "object" || item === null) return false;
  const at = "created_at" in item ? item.created_at : "started_at" in item ? item.started_at : undefined;
  return typeof at === "string" && Date.parse(at) > limit;
}
