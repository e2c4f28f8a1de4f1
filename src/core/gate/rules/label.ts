import { z } from "zod";
import { label } from "../../evidence/limits.ts";
import { sameName } from "../entitled.ts";
import type { GateFacts } from "../gate-facts.ts";
import type { RuleFinding } from "../gate-result.ts";
import { defineRule, type OptionIssue } from "../gate-rule.ts";

const Labels = z.array(label(50)).max(20).default([]);

export const LabelOptions = z.strictObject({
  present: Labels.describe("Labels that the pull request must have."),
  absent: Labels.describe("Labels that it must not have."),
});
export type LabelOptions = z.infer<typeof LabelOptions>;

/** The pull request has these labels and lacks those. Whoever may triage may label. */
export const LABEL = defineRule({
  meaning: "The pull request has a label, or does not have it.",
  options: LabelOptions,
  check: checkOptions,
  evaluate: evaluateLabel,
});

function checkOptions({ present, absent }: LabelOptions): readonly OptionIssue[] {
  if (present.length + absent.length === 0) {
    const hint = "Write present: [name] or absent: [name].";
    return [{ path: [], about: "value", message: "names no label.", hint }];
  }
  const both = absent.findIndex((name) => present.some((other) => sameName(other, name)));
  if (both === -1) return [];
  return [{ path: ["absent", both], about: "value", message: "is also under present.", hint: "Keep one of the two." }];
}

function evaluateLabel({ present, absent }: LabelOptions, { pullRequest }: GateFacts): RuleFinding {
  const expected = [
    ...(present.length === 0 ? [] : [`labelled ${present.join(", ")}`]),
    ...(absent.length === 0 ? [] : [`not labelled ${absent.join(", ")}`]),
  ].join("; ");
  if (pullRequest === undefined) {
    const todo = "Ask with a pull request.";
    return { verdict: "inconclusive", expected, actual: "there is no pull request", todo };
  }
  const has = (name: string) => pullRequest.labels.some((own) => sameName(own, name));
  const missing = present.filter((name) => !has(name));
  const unwanted = absent.filter(has);
  if (missing.length + unwanted.length === 0) {
    return { verdict: "pass", expected, actual: present.length > 0 ? "labelled so" : "not labelled so" };
  }
  const actual = [
    ...(missing.length === 0 ? [] : [`without ${missing.join(", ")}`]),
    ...(unwanted.length === 0 ? [] : [`with ${unwanted.join(", ")}`]),
  ].join("; ");
  const todo = [
    ...(missing.length === 0 ? [] : [`Add ${missing.join(", ")}.`]),
    ...(unwanted.length === 0 ? [] : [`Remove ${unwanted.join(", ")}.`]),
  ].join(" ");
  return { verdict: "fail", expected, actual, todo };
}
