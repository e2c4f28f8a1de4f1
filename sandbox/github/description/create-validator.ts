import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { z } from "zod";
import type { Exchange } from "../server/answer-api.ts";
import type { Json } from "../state.ts";

/** Collects differences between what goes over the wire and GitHub's description. */
export interface Validator {
  readonly exchange: (exchange: Exchange) => void;
  readonly event: (name: string, payload: Json) => void;
}

const Schema = z.record(z.string(), z.unknown());
const Operation = z.object({
  query: z.record(z.string(), Schema),
  body: Schema.nullable(),
  responses: z.record(z.string(), Schema.nullable()),
});
const RestFile = z.object({ entries: z.record(z.string(), Operation), schemas: z.record(z.string(), Schema) });
const WebhookFile = z.object({ entries: z.record(z.string(), Schema), schemas: z.record(z.string(), Schema) });

/** Paths that GitHub answers though its description leaves them out. */
const UNDESCRIBED: ReadonlySet<string> = new Set([
  "POST /graphql",
  "GET /repos/{owner}/{repo}/contents",
  "GET /repos/{owner}/{repo}/contents/",
]);

interface Description {
  readonly rest: z.infer<typeof RestFile>;
  readonly webhooks: z.infer<typeof WebhookFile>;
  readonly compile: ReturnType<typeof createCompiler>;
}

let description: Description | undefined;

/** Reading takes long and compiling longer, so all validators of a process share what has been compiled. */
function loadDescription(): Description {
  if (description !== undefined) return description;
  const rest = RestFile.parse(readDescription("rest.json"));
  const webhooks = WebhookFile.parse(readDescription("webhooks.json"));
  description = { rest, webhooks, compile: createCompiler({ rest: rest.schemas, webhooks: webhooks.schemas }) };
  return description;
}

/** `report` gets each difference the first time that it is seen. */
export function createValidator(report: (difference: string) => void): Validator {
  const { rest, webhooks, compile } = loadDescription();
  const seen = new Set<string>();
  const say = (difference: string): void => {
    if (!seen.has(difference)) report(difference);
    seen.add(difference);
  };
  const check = (place: string, schema: z.infer<typeof Schema>, value: unknown): void => {
    const validate = compile(place, schema);
    if (validate(value)) return;
    for (const { instancePath, message, params } of (validate.errors ?? []).slice(0, 5)) {
      say(`${place}: ${instancePath.replaceAll(/\/\d+(?=\/|$)/g, "/*")} ${message ?? ""} ${JSON.stringify(params)}`);
    }
  };

  return {
    exchange: ({ method, template, request, status, body }) => {
      const name = `${method === "HEAD" ? "GET" : method} ${template}`;
      const operation = rest.entries[name];
      if (operation === undefined) {
        if (!UNDESCRIBED.has(name)) say(`${name}: GitHub describes no such operation`);
        return;
      }
      if (status < 300) checkRequest(name, operation, request, { say, check });
      const response = operation.responses[String(status)];
      if (response === undefined && status < 400) say(`${name}: GitHub does not answer with ${String(status)}`);
      if (response !== undefined && response !== null && status !== 204 && !Buffer.isBuffer(body)) {
        // through JSON, because that is what the client sees
        check(`${name} ${String(status)}`, response, JSON.parse(JSON.stringify(body ?? null)));
      }
    },
    event: (name, payload) => {
      const { action } = payload;
      const key = nameOfEvent(name, typeof action === "string" ? action : undefined);
      const schema = webhooks.entries[key];
      if (schema === undefined) say(`webhook ${key}: GitHub describes no such event`);
      else check(`webhook ${key}`, schema, JSON.parse(JSON.stringify(payload)));
    },
  };
}

function nameOfEvent(name: string, action: string | undefined): string {
  // its action is the sender's own word, and GitHub describes one sample
  if (name === "repository_dispatch") return "repository-dispatch-sample.collected";
  return [name, ...(action === undefined ? [] : [action])].join("-").replaceAll("_", "-");
}

function checkRequest(
  name: string,
  operation: z.infer<typeof Operation>,
  { query, rawBody }: Exchange["request"],
  {
    say,
    check,
  }: {
    say: (difference: string) => void;
    check: (place: string, schema: z.infer<typeof Schema>, value: unknown) => void;
  },
): void {
  for (const [key, text] of query) {
    const schema = operation.query[key];
    if (schema === undefined) say(`${name}: GitHub knows no query parameter ${key}`);
    else check(`${name} ?${key}`, { type: "object", properties: { value: schema } }, { value: text });
  }
  if (rawBody.length === 0) return;
  const value: unknown = JSON.parse(rawBody.toString("utf8"));
  if (operation.body === null) return;
  check(`${name} body`, operation.body, value);
  const known = operation.body["properties"];
  if (typeof known !== "object" || known === null || typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    if (!(key in known)) say(`${name}: GitHub knows no ${key} in the body`);
  }
}

function readDescription(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
}

type Named = Readonly<Record<string, z.infer<typeof Schema>>>;

/** Compiling takes long, so each place is compiled when it is first met. */
function createCompiler(
  documents: Readonly<Record<string, Named>>,
): (place: string, schema: z.infer<typeof Schema>) => ValidateFunction {
  const options = { strict: false, allErrors: false, coerceTypes: false } as const;
  // query parameters are text, and GitHub reads numbers and booleans out of it
  const strict = new Ajv(options);
  // and ranges such as `>=2026-01-01` where the description says date-time
  const lenient = new Ajv({ ...options, coerceTypes: true, validateFormats: false });
  for (const ajv of [strict, lenient]) {
    addFormats.default(ajv);
    for (const [id, schemas] of Object.entries(documents)) ajv.addSchema({ $id: id, schemas });
    // GitHub's bots have addresses like 7+pawl[bot]@users.noreply.github.com, which the format refuses
    ajv.addFormat("email", true);
    // GitHub sends an empty text for an address that nobody gave
    ajv.addFormat("uri", (text: string) => text === "" || URL.canParse(text));
    ajv.addFormat("int64", true);
    ajv.addFormat("repo.nwo", true);
  }
  const compiled = new Map<string, ValidateFunction>();
  return (place, schema) => {
    const known = compiled.get(place);
    if (known !== undefined) return known;
    const made = (place.includes(" ?") ? lenient : strict).compile(schema);
    compiled.set(place, made);
    return made;
  };
}
