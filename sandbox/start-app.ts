import { readFile } from "node:fs/promises";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import type { Control, CreatedApp } from "./github/control/control.ts";
import { type Child, startChild } from "./start-child.ts";
import { waitFor } from "./wait-for.ts";

const SCRIPT = fileURLToPath(new URL("../app/server.ts", import.meta.url));
const MANIFEST = new URL("../app.yml", import.meta.url);
const START_SECONDS = 60;

// The parts of the manifest that GitHub would take over.
const Manifest = z.object({
  default_permissions: z.record(z.string(), z.enum(["read", "write", "admin"])),
  default_events: z.array(z.string()),
});

/** Registers the App with exactly what its manifest asks for; nothing that it is not allowed on GitHub is allowed here. */
export async function registerApp(control: Control, owner: string, port: number): Promise<CreatedApp> {
  const manifest = Manifest.parse(parse(await readFile(MANIFEST, "utf8")));
  return control.createApp({
    name: "pawl",
    owner,
    permissions: manifest.default_permissions,
    events: manifest.default_events,
    webhookUrl: `http://127.0.0.1:${String(port)}/api/github/webhooks`,
  });
}

export interface AppOptions {
  readonly app: CreatedApp;
  readonly port: number;
  /** `http://127.0.0.1:4000` */
  readonly githubUrl: string;
  /** The registry that the App may ask: `127.0.0.1:5000`. */
  readonly registry: string;
}

/** Starts the App as a process of its own, as `npm start` does, and waits until it is healthy. */
export async function startApp({ app, port, githubUrl, registry }: AppOptions): Promise<Child> {
  const child = startChild({
    name: "the App",
    script: SCRIPT,
    environment: {
      PATH: env["PATH"],
      HOST: "127.0.0.1",
      PORT: String(port),
      APP_ID: String(app.appId),
      PRIVATE_KEY: app.privateKey,
      WEBHOOK_SECRET: app.webhookSecret,
      GITHUB_API_URL: `${githubUrl}/api/v3`,
      PAWL_REGISTRIES: registry,
      LOG_LEVEL: env["LOG_LEVEL"] ?? "warn",
    },
  });
  const healthy = waitFor({
    what: "the App to be healthy",
    seconds: START_SECONDS,
    look: () => isHealthy(`http://127.0.0.1:${String(port)}/healthz`),
  });
  await Promise.race([healthy, child.unexpectedEnd]);
  return child;
}

async function isHealthy(url: string): Promise<true | undefined> {
  const response = await fetch(url).catch(() => undefined);
  return response?.ok === true ? true : undefined;
}
