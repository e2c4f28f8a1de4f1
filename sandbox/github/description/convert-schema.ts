import { createHash } from "node:crypto";

export type JsonSchema = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Turns parts of an OpenAPI 3.0 document into JSON Schema and remembers which named schemas they need. */
export interface Converter {
  readonly at: (path: readonly string[]) => JsonSchema | undefined;
  readonly list: (value: unknown) => readonly unknown[];
  readonly resolve: (value: unknown) => JsonSchema;
  readonly convert: (schema: unknown) => unknown;
  /** The JSON schema of a request body or a response, `null` when it has none. */
  readonly content: (part: unknown) => unknown;
  readonly used: () => Readonly<Record<string, JsonSchema>>;
}

const KEPT: ReadonlySet<string> = new Set([
  "type",
  "enum",
  "format",
  "required",
  "items",
  "properties",
  "additionalProperties",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
  "pattern",
  "uniqueItems",
  "const",
  "patternProperties",
]);

export function createConverter(document: JsonSchema, id: string): Converter {
  const used = new Map<string, JsonSchema>();

  function at(path: readonly string[]): JsonSchema | undefined {
    let value: unknown = document;
    for (const name of path) value = isRecord(value) ? value[name] : undefined;
    return isRecord(value) ? value : undefined;
  }

  function resolve(value: unknown): JsonSchema {
    if (!isRecord(value)) return {};
    const reference = value["$ref"];
    return typeof reference === "string" ? resolve(at(reference.replace("#/", "").split("/"))) : value;
  }

  function convert(schema: unknown): unknown {
    if (!isRecord(schema)) return schema;
    const reference = schema["$ref"];
    if (typeof reference === "string") return { $ref: `${id}#/schemas/${use(reference)}` };
    const kept: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(schema)) {
      if (!KEPT.has(key)) continue;
      if (key === "properties" || key === "patternProperties") kept[key] = convertMap(value);
      else if (Array.isArray(value) && key === "allOf" && isUserOrEnterprise(value)) kept["anyOf"] = value.map(convert);
      // alternatives of the description overlap: a basic error is a rule violation as well
      else if (Array.isArray(value) && key === "oneOf") kept["anyOf"] = value.map(convert);
      else if (Array.isArray(value) && (key === "allOf" || key === "anyOf")) kept[key] = value.map(convert);
      else if (Array.isArray(value) && key === "enum") kept[key] = withNewerEvents(value);
      else kept[key] = key === "items" || key === "not" || key === "additionalProperties" ? convert(value) : value;
    }
    // OpenAPI 3.0 marks null apart from the type
    if (schema["nullable"] === true) return { anyOf: [withoutNull(kept), { type: "null" }] };
    return kept;
  }

  function convertMap(value: unknown): unknown {
    return Object.fromEntries(Object.entries(isRecord(value) ? value : {}).map(([name, one]) => [name, convert(one)]));
  }

  function use(reference: string): string {
    const name = reference.split("/").at(-1) ?? "";
    if (used.has(name)) return name;
    used.set(name, {}); // a schema may contain itself
    const converted = convert(at(reference.replace("#/", "").split("/")));
    used.set(name, isRecord(converted) ? converted : {});
    return name;
  }

  return {
    at,
    list: (value) => (Array.isArray(value) ? value : []),
    resolve,
    convert,
    content: (part) => {
      const content = resolve(part)["content"];
      const json = isRecord(content) ? content["application/json"] : undefined;
      return isRecord(json) && json["schema"] !== undefined ? convert(json["schema"]) : null;
    },
    used: () => Object.fromEntries(used),
  };
}

/** One place of the description demands an account that is a user and an enterprise at once; elsewhere it is either. */
function isUserOrEnterprise(schemas: readonly unknown[]): boolean {
  const titles = schemas.map((schema) => (isRecord(schema) ? schema["title"] : undefined));
  return titles.includes("Simple User") && titles.includes("Enterprise");
}

/** An App can subscribe to these, which lists of what Apps subscribe to leave out. */
const NEWER_EVENTS = ["deployment_protection_rule", "merge_group", "workflow_job"] as const;

function withNewerEvents(values: readonly unknown[]): readonly unknown[] {
  const isEventList = values.includes("deployment_review") && values.includes("deployment_status");
  return isEventList ? [...new Set([...values, ...NEWER_EVENTS])] : values;
}

function withoutNull(schema: JsonSchema): JsonSchema {
  const values = schema["enum"];
  return Array.isArray(values) ? { ...schema, enum: values.filter((value) => value !== null) } : schema;
}

const SHORTEST_SHARED = 300;

/** Moves every larger part that occurs more than once into `schemas`, which makes the files a fraction of their size. */
export function shareRepeats<
  Part extends {
    readonly entries: Readonly<Record<string, unknown>>;
    readonly schemas: Readonly<Record<string, unknown>>;
  },
>(
  { entries, schemas }: Part,
  id: string,
): { readonly entries: Readonly<Record<string, unknown>>; readonly schemas: Readonly<Record<string, unknown>> } {
  const counts = new Map<string, number>();
  const count = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(count);
    if (!isRecord(value)) return;
    const text = JSON.stringify(value);
    if (text.length >= SHORTEST_SHARED && isSchema(value)) counts.set(text, (counts.get(text) ?? 0) + 1);
    Object.values(value).forEach(count);
  };
  count(entries);
  count(schemas);
  const shared = new Map<string, unknown>();
  const replace = (value: unknown, isTop: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => replace(item, false));
    if (!isRecord(value)) return value;
    const text = JSON.stringify(value);
    const inner = (): unknown =>
      Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item, false)]));
    if (isTop || (counts.get(text) ?? 0) < 2) return inner();
    const name = `shared-${createHash("sha256").update(text).digest("hex").slice(0, 10)}`;
    if (!shared.has(name)) {
      shared.set(name, {});
      shared.set(name, inner());
    }
    return { $ref: `${id}#/schemas/${name}` };
  };
  const all = (record: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, replace(value, true)]));
  const smaller = { entries: all(entries), schemas: all(schemas) };
  return { entries: smaller.entries, schemas: { ...smaller.schemas, ...Object.fromEntries(shared) } };
}

/** A map of properties is an object too, but not a schema. */
function isSchema(value: JsonSchema): boolean {
  return typeof value["type"] === "string" || "anyOf" in value || "oneOf" in value || "allOf" in value;
}
