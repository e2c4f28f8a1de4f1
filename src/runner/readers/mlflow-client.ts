import { z } from "zod";

const REQUEST_TIMEOUT_MS = 15_000;
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 500;
const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

/** Calls of MLflow's REST API, below `/api/2.0/mlflow/`. */
export interface MlflowClient {
  /** The server's address without credentials. */
  readonly address: string;
  readonly get: <Schema extends z.ZodType>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: Schema,
  ) => Promise<z.infer<Schema>>;
  readonly post: <Schema extends z.ZodType>(path: string, body: object, schema: Schema) => Promise<z.infer<Schema>>;
}

/** MLflow prints 64-bit integers as numbers or texts, and numbers that are not finite as texts. */
export const MlflowNumber = z.union([z.number(), z.string().transform(Number)]);

/**
 * A client for the server that `MLFLOW_TRACKING_URI` names, with the job's `MLFLOW_TRACKING_TOKEN` or
 * `MLFLOW_TRACKING_USERNAME` and `MLFLOW_TRACKING_PASSWORD`, or the credentials in the address. Its calls throw with a
 * sentence that names no credential; refusals for load and failures of the server are tried again.
 */
export function createMlflowClient(env: NodeJS.ProcessEnv): MlflowClient {
  const url = new URL(env["MLFLOW_TRACKING_URI"] ?? "");
  const authorization = authorizationOf(url, env);
  url.username = "";
  url.password = "";
  url.search = "";
  const address = url.toString().replace(/\/+$/, "");
  const headers = { accept: "application/json", ...(authorization === undefined ? {} : { authorization }) };
  const call = async <Schema extends z.ZodType>(path: string, init: RequestInit, schema: Schema) =>
    schema.parse(
      await callRepeatedly(`${address}/api/2.0/mlflow/${path}`, { ...init, headers: { ...headers, ...init.headers } }),
    );
  return {
    address,
    get: (path, query, schema) => call(`${path}?${new URLSearchParams(query).toString()}`, {}, schema),
    post: (path, body, schema) =>
      call(
        path,
        { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } },
        schema,
      ),
  };
}

function authorizationOf(url: URL, env: NodeJS.ProcessEnv): string | undefined {
  const token = env["MLFLOW_TRACKING_TOKEN"] ?? "";
  if (token !== "") return `Bearer ${token}`;
  const user = env["MLFLOW_TRACKING_USERNAME"] ?? decodeURIComponent(url.username);
  const password = env["MLFLOW_TRACKING_PASSWORD"] ?? decodeURIComponent(url.password);
  if (user === "" && password === "") return undefined;
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

async function callRepeatedly(url: string, init: RequestInit): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await callOnce(url, init);
    if ("body" in outcome) return outcome.body;
    if (attempt === ATTEMPTS || !outcome.isWorthRepeating) throw new Error(outcome.problem);
    await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
  }
}

type Outcome = { readonly body: unknown } | { readonly problem: string; readonly isWorthRepeating: boolean };

async function callOnce(url: string, init: RequestInit): Promise<Outcome> {
  const { origin, pathname } = new URL(url);
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
    if (response.ok) return { body: JSON.parse(await readBounded(response)) };
    const hint = response.status === 401 || response.status === 403 ? CREDENTIALS_HINT : "";
    const problem = `the MLflow server ${origin} answers ${pathname} with status ${String(response.status)}${hint}`;
    return { problem, isWorthRepeating: response.status === 429 || response.status >= 500 };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = cause instanceof Error ? cause.message : "unknown";
    return {
      problem: `the MLflow server ${origin} cannot be reached: ${why}`,
      isWorthRepeating: !(error instanceof SyntaxError),
    };
  }
}

const CREDENTIALS_HINT =
  ": give the step MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD";

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_RESPONSE_BYTES)
      throw new SyntaxError(`an answer has more than ${String(MAX_RESPONSE_BYTES)} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
