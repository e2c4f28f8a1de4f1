import { z } from "zod";
import { suggestName } from "../core/config/suggest-name.ts";
import { PawlError } from "../core/errors.ts";

/** A composite step gets its inputs in this variable: `PAWL_INPUTS: ${{ toJSON(inputs) }}`. */
export const INPUTS_VARIABLE = "PAWL_INPUTS";

const RawInputs = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/**
 * The inputs of an action, parsed by its schema. Blank means "not given"; `Foo_Bar` and `foo-bar` are one key, because
 * runners differ in how they spell them. Throws `INPUT_INVALID` with every fault and, for an unknown key, the nearest
 * known one.
 */
export function readInputs<Schema extends z.ZodObject>(schema: Schema, env: NodeJS.ProcessEnv): z.infer<Schema> {
  const given = new Map<string, string>();
  for (const [key, value] of Object.entries(readRaw(env))) {
    const text = value === null ? "" : String(value);
    if (text.trim() !== "") given.set(key.toLowerCase().replaceAll("_", "-"), text);
  }
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: parsed.error.issues.map((issue) => describeIssue(issue, schema)).join("; "),
    hint: "The action's README lists its inputs.",
    cause: parsed.error,
  });
}

function readRaw(env: NodeJS.ProcessEnv): z.infer<typeof RawInputs> {
  const text = env[INPUTS_VARIABLE];
  if (text === undefined || text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new PawlError({ code: "INPUT_INVALID", message: `${INPUTS_VARIABLE} is not JSON`, cause });
  }
  const parsed = RawInputs.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `${INPUTS_VARIABLE} must be an object of texts: ${z.prettifyError(parsed.error).slice(0, 500)}`,
  });
}

function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodObject): string {
  const known = Object.keys(schema.shape);
  if (issue.code === "unrecognized_keys") {
    return issue.keys
      .map((key) => {
        const near = suggestName(key, known);
        return `"${key}" is not an input${near === undefined ? "" : `, did you mean "${near}"?`}`;
      })
      .join("; ");
  }
  const where = issue.path.map(String).join(".");
  const missing = issue.code === "invalid_type" && issue.input === undefined && !("received" in issue);
  return missing ? `input "${where}" is missing` : `input "${where}": ${issue.message}`;
}
