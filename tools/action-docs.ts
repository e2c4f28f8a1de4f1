import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { markdownTable } from "markdown-table";
import { z } from "zod";

// What an action's inputs.ts says, as the parts of its action.yml and README.md that are made from it.

export interface DocumentedInput {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** As a user would write it; empty where there is none. */
  readonly default: string;
}

export interface DocumentedAction {
  readonly name: string;
  readonly inputs: readonly DocumentedInput[];
  readonly outputs: readonly { readonly name: string; readonly description: string }[];
}

const ACTIONS = fileURLToPath(new URL("../actions", import.meta.url));

/** Folders of composite actions. */
export function actionNames(): string[] {
  return readdirSync(ACTIONS).filter((name) => existsSync(`${ACTIONS}/${name}/action.yml`));
}

/** `actions/<name>/inputs.ts` exports `<Name>Inputs`, a zod object, and `<NAME>_OUTPUTS`, names and descriptions. */
export async function readActionDocs(name: string): Promise<DocumentedAction> {
  const module: unknown = await import(`${ACTIONS}/${name}/inputs.ts`);
  const words = name.split("-");
  const pascal = words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join("");
  const exports = z.record(z.string(), z.unknown()).parse({ ...Object(module) });
  const schema = z.instanceof(z.ZodObject).parse(exports[`${pascal}Inputs`]);
  const outputs = z.record(z.string(), z.string()).parse(exports[`${words.join("_").toUpperCase()}_OUTPUTS`]);
  return {
    name,
    inputs: Object.entries(schema.shape).map(([key, field]) => documentInput(key, field)),
    outputs: Object.entries(outputs).map(([key, description]) => ({ name: key, description })),
  };
}

function documentInput(name: string, field: z.core.$ZodType): DocumentedInput {
  const type = z.instanceof(z.ZodType).parse(field);
  const { defaultValue } = z.object({ defaultValue: z.unknown() }).parse({ defaultValue: undefined, ...type.def });
  return {
    name,
    description: type.description ?? "",
    required: !type.safeParse(undefined).success,
    default: defaultValue === undefined ? "" : String(defaultValue),
  };
}

/** The `inputs:` of an action.yml. Defaults stay in the schema; the job's token can only be had from a context. */
export function inputsYaml({ inputs }: DocumentedAction): string {
  const entries = inputs.map(({ name, description, required }) => {
    const token = name === "github-token" ? [`    default: \${{ github.token }}`] : [];
    return [
      `  ${name}:`,
      `    description: ${JSON.stringify(description)}`,
      `    required: ${String(required)}`,
      ...token,
    ].join("\n");
  });
  return ["inputs:", ...entries].join("\n");
}

/** The `outputs:` of an action.yml: all of them are written by the step that has the action's name. */
export function outputsYaml({ name: step, outputs }: DocumentedAction): string {
  const entries = outputs.map(({ name, description }) =>
    [
      `  ${name}:`,
      `    description: ${JSON.stringify(description)}`,
      `    value: \${{ steps.${step}.outputs.${name} }}`,
    ].join("\n"),
  );
  return ["outputs:", ...entries].join("\n");
}

export function inputsTable({ inputs }: DocumentedAction): string {
  const rows = inputs.map(({ name, description, required, default: value }) => [
    `\`${name}\``,
    cell(description),
    required ? "**required**" : name === "github-token" ? "the job's" : value === "" ? "" : `\`${value}\``,
  ]);
  return markdownTable([["Input", "What it is", "Default"], ...rows], { alignDelimiters: false });
}

export function outputsTable({ outputs }: DocumentedAction): string {
  const rows = outputs.map(({ name, description }) => [`\`${name}\``, cell(description)]);
  return markdownTable([["Output", "What it holds"], ...rows], { alignDelimiters: false });
}

/** The part of a YAML text between `# name: begin …` and `# name: end`, replaced by `content`. */
export function replaceYamlPart(text: string, name: string, content: string): string {
  const part = new RegExp(`(# ${name}: begin[^\\n]*\\n)[\\s\\S]*?(# ${name}: end\\n)`);
  if (!part.test(text)) throw new Error(`the text has no part "${name}"`);
  return text.replace(part, (_, begin: string, end: string) => `${begin}${content}\n${end}`);
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s+/g, " ");
}
