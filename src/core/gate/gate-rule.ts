import type { z } from "zod";
import type { GateFacts } from "./gate-facts.ts";
import type { RuleFinding } from "./gate-result.ts";

/** Something about options that a schema cannot say; `path` leads from the rule's options to the key. */
export interface OptionIssue {
  readonly path: readonly PropertyKey[];
  readonly about: "key" | "value" | "parent";
  readonly message: string;
  readonly hint?: string | undefined;
}

/** One rule of a gate: what it may be told, and a pure judgement. */
export interface GateRule<Options extends z.ZodType = z.ZodType> {
  /** One sentence, for the manual and for editors. */
  readonly meaning: string;
  readonly options: Options;
  /** What is wrong with options that the schema accepts. */
  readonly check: (options: unknown) => readonly OptionIssue[];
  /** Options that do not parse are inconclusive: a rule that cannot be read must never pass. */
  readonly evaluate: (options: unknown, facts: GateFacts) => RuleFinding;
}

interface RuleDefinition<Options extends z.ZodType> {
  readonly meaning: string;
  readonly options: Options;
  readonly check?: (options: z.output<Options>) => readonly OptionIssue[];
  readonly evaluate: (options: z.output<Options>, facts: GateFacts) => RuleFinding;
}

/** A rule whose judgement sees only options that its own schema has parsed. */
export function defineRule<Options extends z.ZodType>(definition: RuleDefinition<Options>): GateRule<Options> {
  const { meaning, options: schema, check, evaluate } = definition;
  return {
    meaning,
    options: schema,
    check: (options) => {
      const parsed = schema.safeParse(options);
      return parsed.success ? (check?.(parsed.data) ?? []) : [];
    },
    evaluate: (options, facts) => {
      const parsed = schema.safeParse(options);
      if (parsed.success) return evaluate(parsed.data, facts);
      return {
        verdict: "inconclusive",
        expected: "options that this rule knows",
        actual: parsed.error.issues[0]?.message ?? "options that it does not know",
        todo: "Repair the rule in the configuration.",
      };
    },
  };
}
