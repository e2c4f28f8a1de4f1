import { readFileSync } from "node:fs";
import { run } from "probot";
import { formatError, PawlError } from "../src/core/errors.ts";
import { isForbidden, isNotFound } from "../src/github/request-failure.ts";
import { readSettings, type Settings } from "./settings.ts";
import { startApp } from "./start-app.ts";

/** An orchestrator kills after 30 seconds, usually; what is not done by then is found again by the next start. */
const DRAIN_MS = 25_000;

await main().catch((error: unknown) => {
  process.stderr.write(`${formatError(error)}\n`);
  process.exit(1);
});

async function main(): Promise<void> {
  loadEnvFile();
  const settings = readSettings(process.env, (path) => readFileSync(path, "utf8"));
  const stop =
    settings.credentials === undefined ? await offerSetup(settings) : await serve(settings, settings.credentials);
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

async function serve(
  settings: Settings,
  credentials: NonNullable<Settings["credentials"]>,
): Promise<() => Promise<void>> {
  try {
    const app = await startApp(settings, credentials);
    return async () => {
      app.log.info("stopping: finishing what is under way");
      await app.stop(DRAIN_MS);
      app.log.info("stopped");
    };
  } catch (error) {
    throw explain(error);
  }
}

function explain(error: unknown): unknown {
  if (error instanceof PawlError) return error;
  if (isForbidden(error) || isNotFound(error)) {
    return new PawlError({
      code: "GITHUB_REFUSED",
      message: `GitHub does not accept APP_ID and PRIVATE_KEY together (${formatError(error)})`,
      hint: "The key has to be one of this App's, and GITHUB_API_URL the API of the GitHub on which it is registered.",
      cause: error,
    });
  }
  return error;
}

/** Probot's pages that register the App on GitHub from app.yml. Anybody who reaches them could enter credentials of their own. */
async function offerSetup(settings: Settings): Promise<() => Promise<void>> {
  if (process.env["NODE_ENV"] === "production") {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: "APP_ID, PRIVATE_KEY and WEBHOOK_SECRET are not set",
      hint: "Set them to the App's credentials. To register an App first, start without NODE_ENV=production and open the page.",
    });
  }
  // Nothing may be fetched from a registry at run time, and no webhook may go through somebody else's server.
  process.env["NO_SMEE_SETUP"] = "true";
  const server = await run(() => undefined, {
    env: { ...process.env, PORT: String(settings.port), HOST: settings.host },
  });
  return () => server.stop();
}

/** Credentials that the set-up page wrote; what the environment says already stays. */
function loadEnvFile(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!missing) throw error;
  }
}
