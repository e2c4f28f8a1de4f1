import { createHmac, timingSafeEqual } from "node:crypto";
import path from "node:path";
import { now, type World } from "../world.ts";

export interface BlobGrant {
  readonly container: "artifacts" | "caches";
  readonly id: number;
  readonly access: "read" | "write";
}

/** An address in the blob storage that anybody who has it may use for so many seconds, as Azure's signed addresses are. */
export function signBlobUrl(world: World, grant: BlobGrant & { readonly seconds: number }): string {
  const expires = Math.floor(now(world) / 1000) + grant.seconds;
  const url = new URL(`${world.blobOrigin}/results/${grant.container}/${String(grant.id)}`);
  url.searchParams.set("se", String(expires));
  url.searchParams.set("sp", grant.access === "read" ? "r" : "cw");
  url.searchParams.set("sig", signature(world, grant, expires));
  return url.href;
}

/** What an address allows, or `undefined` when it is forged or too old. */
export function checkBlobUrl(world: World, url: URL): BlobGrant | undefined {
  const [, container, id] = /^\/results\/(artifacts|caches)\/(\d+)$/.exec(url.pathname) ?? [];
  if ((container !== "artifacts" && container !== "caches") || id === undefined) return undefined;
  const access = url.searchParams.get("sp") === "r" ? "read" : "write";
  const grant: BlobGrant = { container, id: Number(id), access };
  const expires = Number(url.searchParams.get("se"));
  const given = Buffer.from(url.searchParams.get("sig") ?? "");
  const right = Buffer.from(signature(world, grant, expires));
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return expires * 1000 > now(world) ? grant : undefined;
}

/** Where the bytes lie on disk. */
export function blobFile(world: World, { container, id }: Pick<BlobGrant, "container" | "id">): string {
  return path.join(world.folder, "blobs", container, String(id));
}

function signature(world: World, { container, id, access }: BlobGrant, expires: number): string {
  return createHmac("sha256", world.secret)
    .update(`${container}/${String(id)}/${access}/${String(expires)}`)
    .digest("base64url");
}
