import { Probot, ProbotOctokit } from "probot";
import { patientRequests } from "../src/github/octokit.ts";
import {
  createLanes,
  createPatientSender,
  DEFAULT_PATIENCE,
  type Patience,
  type RequestEvent,
} from "../src/github/patient-requests.ts";
import type { Credentials, Settings } from "./settings.ts";

export interface ProbotSettings extends Pick<Settings, "apiUrl" | "logLevel" | "logFormat" | "writeGapMs"> {
  /** What the client authenticates with: the App's key, or a token that is given. */
  readonly auth: Credentials | { readonly token: string };
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Instead of the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/**
 * Probot with a client that is patient in our way. Its own plugins for retries and throttling are off: see
 * docs/decisions/0003-no-blind-retries.md.
 */
export async function createProbot({ auth, onRequest, fetch, ...settings }: ProbotSettings): Promise<Probot> {
  const gap = settings.writeGapMs;
  const patience: Patience = {
    ...DEFAULT_PATIENCE,
    ...(gap === undefined ? {} : { writeGapMs: gap, notifyGapMs: gap }),
    onEvent: (event) => {
      onRequest?.(event);
      if (event.kind === "limited") probot.log.warn(event, "rate limit: waiting as GitHub asks");
      if (event.kind === "repeated") probot.log.info(event, "no answer: asking again");
    },
  };
  const patient = patientRequests(createPatientSender(patience, createLanes(patience)), laneKey);
  const probot = new Probot({
    ...("token" in auth
      ? { githubToken: auth.token }
      : { appId: auth.appId, privateKey: auth.privateKey, secret: auth.webhookSecret }),
    logLevel: settings.logLevel,
    logFormat: settings.logFormat,
    ...(settings.apiUrl === undefined ? {} : { baseUrl: settings.apiUrl }),
    ...(fetch === undefined ? {} : { request: { fetch } }),
    // A function, because Probot puts throttle options of its own over any that are given as an object.
    Octokit: ProbotOctokit.plugin(patient).defaults((options: object) => ({
      ...options,
      retry: { enabled: false },
      throttle: { enabled: false },
    })),
  });
  return probot.ready();
}

/** GitHub counts by token: one lane for each installation, one for the App itself. */
function laneKey(options: unknown): string {
  const auth = typeof options === "object" && options !== null && "auth" in options ? options.auth : undefined;
  const installation = typeof auth === "object" && auth !== null && "installationId" in auth ? auth.installationId : "";
  return `installation/${String(installation)}`;
}
