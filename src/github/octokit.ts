import { Octokit as RestOctokit } from "@octokit/rest";
import { createLanes, createPatientSender, DEFAULT_PATIENCE, type Patience } from "./patient-requests.ts";

export type { Repository } from "./repository.ts";

/** What Pawl needs of a client: Probot's and the one of a job both fit. */
export type Octokit = Pick<RestOctokit, "rest" | "paginate" | "graphql" | "request">;

interface Hooked {
  readonly hook: Pick<RestOctokit["hook"], "wrap">;
}

/** Plugin for any Octokit: all its requests go through one lane of `laneKey`. */
export function patientRequests(sender: ReturnType<typeof createPatientSender>, laneKey: (options: unknown) => string) {
  return (octokit: Hooked, options: unknown): Record<string, never> => {
    const key = laneKey(options);
    octokit.hook.wrap("request", (send, requestOptions) => sender(async (o) => send(o), requestOptions, key));
    return {};
  };
}

export interface JobOctokitOptions {
  readonly token: string;
  /** `https://api.github.com`, `https://ghe.example/api/v3`; what `GITHUB_API_URL` holds on a runner. */
  readonly apiUrl: string;
  /** A job does not wait as long as a server: for five minutes at most, if not said otherwise. */
  readonly patience?: Partial<Patience> | undefined;
}

/** A client for a job on a runner, with the job's own token. */
export function createJobOctokit({ token, apiUrl, patience }: JobOctokitOptions): Octokit {
  const settings: Patience = { ...DEFAULT_PATIENCE, longestWaitMs: 5 * 60_000, ...patience };
  const plugin = patientRequests(createPatientSender(settings, createLanes(settings)), () => "job");
  const PatientOctokit = RestOctokit.plugin(plugin);
  return new PatientOctokit({ auth: token, baseUrl: normalizeApiUrl(apiUrl), log: SILENT });
}

/** The base without slashes at its end. GraphQL is found by Octokit: beside `/v3` where the base ends so. */
export function normalizeApiUrl(apiUrl: string): string {
  return apiUrl.replace(/\/+$/, "");
}

// Octokit writes every 404 to the console; whether a missing file is worth a line is for the caller to say.
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore } as const;

function ignore(): void {}
