import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Program } from "./measure-process.ts";

/** One requirements file each in `python/`. */
export const PEERS = [
  "alibi-detect",
  "datacontract-cli",
  "deepchecks",
  "evidently",
  "great-expectations",
  "nannyml",
  "pandera",
  "whylogs",
  "ydata-profiling",
] as const;
export type Peer = (typeof PEERS)[number];

/** Folder with an environment for each peer; ignored by git. */
export const PEERS_FOLDER =
  process.env["PAWL_BENCH_PEERS"] ?? fileURLToPath(new URL("../../sandbox/.work/bench-peers", import.meta.url));

export const PEER_SCRIPTS = fileURLToPath(new URL("python", import.meta.url));

/** What they send home would be measured too. */
const WITHOUT_TELEMETRY = {
  DO_NOT_TRACK: "1",
  GX_ANALYTICS_ENABLED: "false",
  NML_DISABLE_USAGE_LOGGING: "1",
  WHYLOGS_NO_ANALYTICS: "1",
  YDATA_PROFILING_NO_ANALYTICS: "true",
};

/** A program of a peer's environment, `undefined` where it is not installed. A name ending in `.py` is one of our scripts. */
export function peerProgram(peer: Peer, name: string, args: readonly string[], folder?: string): Program | undefined {
  const isScript = name.endsWith(".py");
  const command = join(PEERS_FOLDER, peer, "bin", isScript ? "python" : name);
  if (!existsSync(command)) return undefined;
  return {
    command,
    arguments: isScript ? [resolve(PEER_SCRIPTS, name), ...args] : args,
    env: { ...process.env, ...WITHOUT_TELEMETRY },
    ...(folder === undefined ? {} : { folder }),
  };
}
