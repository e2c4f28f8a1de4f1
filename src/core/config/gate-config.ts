import { z } from "zod";
import { label } from "../evidence/limits.ts";
import { GATE_RULES, type GateRuleName } from "../gate/gate-rules.ts";

const MAX_PARTS = 50;

/** A tree of rules as it is written. Exactly one of the keys besides `name` is there, which `checkGate` sees to. */
export type GateConfig = {
  readonly name?: string | undefined;
  readonly all?: readonly GateConfig[] | undefined;
  readonly any?: readonly GateConfig[] | undefined;
  readonly not?: GateConfig | undefined;
} & { readonly [Rule in GateRuleName]?: unknown };

/** Every rule's options under the rule's name. */
const rules = Object.fromEntries(
  Object.entries(GATE_RULES).map(([name, { options, meaning }]) => [name, options.optional().describe(meaning)]),
);

/**
 * One mapping with every key optional rather than a union of mappings, so that a misspelled key has a suggestion and an
 * editor completes all of them.
 */
export const GateConfig: z.ZodType<GateConfig> = z
  .strictObject({
    name: label(100).optional().describe("What reports call it."),
    get all() {
      return z.array(GateConfig).min(1).max(MAX_PARTS).optional().describe("Every one of these has to pass.");
    },
    get any() {
      return z.array(GateConfig).min(1).max(MAX_PARTS).optional().describe("One of these has to pass.");
    },
    get not() {
      return GateConfig.optional().describe("This has to fail.");
    },
    ...rules,
  })
  .meta({ id: "Gate", description: "A tree of rules: `all`, `any`, `not` or one rule, and perhaps a `name`." });
