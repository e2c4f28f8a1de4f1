import { z } from "zod";
import { ProjectConfig } from "./project-config.ts";

let made: ReturnType<typeof makeSchema> | undefined;

function makeSchema() {
  return z.toJSONSchema(ProjectConfig, { io: "input" });
}

/** Made when it is first needed, which is not where a configuration is right. */
function jsonSchema(): ReturnType<typeof makeSchema> {
  made ??= makeSchema();
  return made;
}

/** Text of `templates/pawl.schema.json`, which gives editors completion and explanations for `.github/pawl.yml`. */
export function formatProjectConfigSchema(): string {
  const { $schema, ...rest } = jsonSchema();
  return `${JSON.stringify({ $schema, title: "Pawl configuration", ...rest }, undefined, 2)}\n`;
}

/** The keys that the configuration allows in the mapping at `path`. */
export function configKeysAt(path: readonly PropertyKey[]): readonly string[] {
  const schema = path.reduce<unknown>(below, jsonSchema());
  return Object.keys(part(mapping(schema), "properties") ?? {});
}

function below(schema: unknown, step: PropertyKey): unknown {
  if (typeof step === "number") return part(resolve(schema), "items");
  const container = mapping(schema);
  return part(part(container, "properties"), String(step)) ?? part(container, "additionalProperties");
}

/** Of alternatives, the one that is a mapping. */
function mapping(schema: unknown): unknown {
  const found = resolve(schema);
  const choices = part(found, "anyOf");
  return Array.isArray(choices) ? choices.find((choice) => part(choice, "properties") !== undefined) : found;
}

/** A tree of rules contains itself, by reference. */
function resolve(schema: unknown): unknown {
  if (typeof schema !== "object" || schema === null || !("$ref" in schema)) return schema;
  const name = String(schema.$ref).replace(/^#\/\$defs\//, "");
  return part(part(jsonSchema(), "$defs"), name);
}

function part(schema: unknown, key: string): object | undefined {
  if (typeof schema !== "object" || schema === null || !Object.hasOwn(schema, key)) return undefined;
  const value: unknown = Reflect.get(schema, key);
  return typeof value === "object" && value !== null ? value : undefined;
}
