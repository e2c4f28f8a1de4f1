import { markdownTable } from "markdown-table";
import { z } from "zod";
import { GATE_RULES } from "../src/core/gate/gate-rules.ts";

interface OptionSchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly OptionSchema[];
  readonly items?: OptionSchema & { readonly properties?: Readonly<Record<string, OptionSchema>> };
  readonly properties?: Readonly<Record<string, OptionSchema>>;
  readonly required?: readonly string[];
}

/** Every rule of the gate with its options, as the Markdown of docs/gate.md. */
export function gateTable(): string {
  return Object.entries(GATE_RULES)
    .map(([name, { meaning, options }]) => {
      const schema: OptionSchema = JSON.parse(JSON.stringify(z.toJSONSchema(options, { io: "input" })));
      const table = markdownTable([["Option", "Default", "What it means"], ...rowsOf(schema, "")], {
        alignDelimiters: false,
      });
      return `### \`${name}\`\n\n${meaning}\n\n${table}\n`;
    })
    .join("\n");
}

function rowsOf(schema: OptionSchema, prefix: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, option]) => {
    const standard = schema.required?.includes(key) === true ? "required" : formatDefault(option.default);
    const words = (option.description ?? "").replaceAll("|", "\\|");
    const row = [`\`${prefix}${key}\``, standard, `${words} ${valuesOf(option)}`.trim()];
    return [row, ...rowsOf(option.items ?? {}, `${prefix}${key}.*.`)];
  });
}

function formatDefault(value: unknown): string {
  return value === undefined ? "" : `\`${JSON.stringify(value).replaceAll('"', "")}\``;
}

/** The words that can be written, where there are only a few. */
function valuesOf(option: OptionSchema): string {
  const values = [...(option.enum ?? []), ...(option.items?.enum ?? [])];
  return values.length === 0 ? "" : `One of ${values.map((value) => `\`${String(value)}\``).join(", ")}.`;
}
