import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { PawlError } from "../core/errors.ts";
import { identifyOutputs } from "./identify-outputs.ts";

export interface CacheKey {
  readonly key: string;
  /** Prefixes under which an older cache may be taken instead. */
  readonly restoreKeys: readonly string[];
}

/**
 * `pawl-<system>-<architecture>-<name>-<paths>-<files>`: the same while the key files, the cached paths and the kind of
 * machine are. Throws `INPUT_INVALID` where a file that should make the key is not there: the cache would never change.
 */
export async function formatCacheKey(request: {
  readonly name: string;
  readonly files: readonly string[];
  readonly paths: readonly string[];
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}): Promise<CacheKey> {
  const workspace = resolve(request.env["GITHUB_WORKSPACE"] ?? ".");
  const folder = resolve(workspace, request.folder);
  const { outputs, notes } = await identifyOutputs(request.files, { folder, workspace, since: new Date(0) });
  if (notes.length > 0) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `input "cache-key-files": ${notes.join(" ").replaceAll("Output ", "")}`,
      hint: "Name files of the checkout, relative to the working directory.",
    });
  }
  const system = `${request.env["RUNNER_OS"] ?? process.platform}-${request.env["RUNNER_ARCH"] ?? process.arch}`;
  const prefix = `pawl-${system}-${request.name}-${digest(request.paths)}-`;
  return { key: `${prefix}${digest(outputs.map(({ path, sha256 }) => `${sha256} ${path}`))}`, restoreKeys: [prefix] };
}

function digest(lines: readonly string[]): string {
  return createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16);
}
