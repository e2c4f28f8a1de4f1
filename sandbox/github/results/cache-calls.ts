import { mkdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { CacheEntry } from "../run-state.ts";
import { newId, timestamp } from "../world.ts";
import { blobFile, signBlobUrl } from "./blob-urls.ts";
import { type Job, type TwirpCall, TwirpError } from "./twirp.ts";

const Entry = z.object({ key: z.string().min(1).max(512), version: z.string() });
const Finalize = Entry.extend({ size_bytes: z.coerce.number().int().default(0) });
const Find = Entry.extend({ restore_keys: z.array(z.string()).default([]) });
const SECONDS = 3600;

/** `CacheService` of the results protocol, version 2 of caches. */
export const CACHE_CALLS: Readonly<Record<string, TwirpCall>> = {
  "CacheService/CreateCacheEntry": (job, body) => {
    const { key, version } = Entry.parse(body);
    const { world, repository, run } = job;
    const known = [...repository.caches.values()].some(
      (one) => one.key === key && one.version === version && one.scope === run.ref,
    );
    if (known)
      throw new TwirpError(409, "already_exists", `cache entry with the same key, version, and scope already exists`);
    const id = newId(world);
    const file = blobFile(world, { container: "caches", id });
    mkdirSync(path.dirname(file), { recursive: true });
    repository.caches.set(id, {
      id,
      key,
      version,
      scope: run.ref,
      file,
      createdAt: timestamp(world),
      size: 0,
      finalized: false,
    });
    return {
      ok: true,
      signed_upload_url: signBlobUrl(world, { container: "caches", id, access: "write", seconds: SECONDS }),
    };
  },
  "CacheService/FinalizeCacheEntryUpload": (job, body) => {
    const { key, version, size_bytes } = Finalize.parse(body);
    const entry = [...job.repository.caches.values()].findLast(
      (one) => one.key === key && one.version === version && one.scope === job.run.ref && !one.finalized,
    );
    if (entry === undefined) throw new TwirpError(404, "not_found", "no such upload");
    entry.size = size_bytes;
    entry.finalized = true;
    return { ok: true, entry_id: String(entry.id) };
  },
  "CacheService/GetCacheEntryDownloadURL": (job, body) => {
    const { key, version, restore_keys } = Find.parse(body);
    const entry = findEntry(job, version, [key, ...restore_keys], key);
    if (entry === undefined) return { ok: false };
    const url = signBlobUrl(job.world, { container: "caches", id: entry.id, access: "read", seconds: SECONDS });
    return { ok: true, signed_download_url: url, matched_key: entry.key };
  },
};

/** A run sees caches of its own ref, of its pull request's base, and of the default branch; the newest prefix match wins. */
function findEntry(
  { repository, run }: Job,
  version: string,
  keys: readonly string[],
  exact: string,
): CacheEntry | undefined {
  const base = run.pullNumber === undefined ? undefined : repository.pulls.get(run.pullNumber)?.baseRef;
  const branches = [...(base === undefined ? [] : [base]), repository.defaultBranch].map(
    (name) => `refs/heads/${name}`,
  );
  const newestFirst = [...repository.caches.values()]
    .filter((one) => one.finalized && one.version === version)
    .reverse();
  for (const scope of [run.ref, ...branches]) {
    const visible = newestFirst.filter((one) => one.scope === scope);
    for (const key of keys) {
      const match = visible.find((one) => (key === exact ? one.key === key : one.key.startsWith(key)));
      if (match !== undefined) return match;
    }
  }
  return undefined;
}
