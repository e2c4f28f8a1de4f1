import { argv } from "node:process";
import { startFakeGitHub } from "./github/start-fake-github.ts";

/** Tells whoever started this process where the fake GitHub listens. */
export interface GitHubReady {
  readonly kind: "ready";
  readonly url: string;
}

// More than five training runs a minute would need.
const HOURLY_REQUEST_LIMIT = 50_000;

const github = await startFakeGitHub({ port: Number(argv[2] ?? "0"), hourlyRequestLimit: HOURLY_REQUEST_LIMIT });
const ready: GitHubReady = { kind: "ready", url: github.url };
process.send?.(ready);
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    github.close().finally(() => process.exit(0));
  });
}
