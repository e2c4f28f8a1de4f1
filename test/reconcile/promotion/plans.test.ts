import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseProjectConfig } from "../../../src/core/config/parse-project-config.ts";
import type { PromotionProgress } from "../../../src/core/registry/registry.ts";
import { COMMENT_COMMANDS, findCommand } from "../../../src/reconcile/commands/comment-commands.ts";
import { resolveTarget } from "../../../src/reconcile/commands/resolve-target.ts";
import { findNeeds } from "../../../src/reconcile/promotion/find-needs.ts";
import { kindOfMove } from "../../../src/reconcile/promotion/kind-of-move.ts";
import { parseBreakGlass } from "../../../src/reconcile/promotion/read-break-glass.ts";

const move = (version: number, more: Partial<PromotionProgress> = {}): PromotionProgress => ({
  environment: "production",
  counter: version,
  version,
  kind: "promotion",
  standing: "approved",
  commit: "a".repeat(40),
  movedAt: "2026-11-20T10:00:00Z",
  by: "ana",
  document: "b".repeat(64),
  complete: true,
  ...more,
});

describe("a step back has a policy of its own", () => {
  const promotions = [
    move(8),
    move(7),
    move(6, { standing: "unverified" }),
    move(5, { status: "failure" }),
    move(4, { environment: "staging" }),
  ];
  it.each([
    ["to the last holder", 8, 7, "rollback"],
    ["forward", 8, 9, "promotion"],
    ["back to what never was there", 8, 3, "promotion"],
    ["back to what nobody ever confirmed", 8, 6, "promotion"],
    ["back to what failed there", 8, 5, "promotion"],
    ["back to what another environment had", 8, 4, "promotion"],
    ["forward again to what was rolled back", 7, 8, "promotion"],
    ["the first holder", undefined, 7, "promotion"],
  ] as const)("%s (%s → %s) is judged as a %s", (_name, from, to, kind) => {
    expect(kindOfMove({ promotions }, { environment: "production", from, to })).toBe(kind);
  });
});

const CONFIG = `models:
  flights: { paths: [a.py], primary-metric: roc-auc }
  trains:
    paths: [b.py]
    primary-metric: roc-auc
    promotion:
      environments:
        canary: {}
promotion:
  environments:
    production:
      gate:
        all:
          - approvals: { teams: [acme/owners] }
          - any: [ { checks: { names: [ci, lint] } }, { not: { break-glass: { users: [ana], teams: [acme/night] } } } ]
    staging: {}
`;

function project(text = CONFIG) {
  const parsed = parseProjectConfig(text);
  if ("issues" in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.project;
}

it("only what some rule asks about has to be read", () => {
  const gate = project().models[0]?.environments.find(({ name }) => name === "production")?.gate;
  const { rules, teams, checks } = findNeeds([gate, undefined]);
  expect([...rules].sort()).toEqual(["approvals", "break-glass", "checks"]);
  expect(teams).toEqual(["acme/owners", "acme/night"]);
  expect(checks).toEqual(["ci", "lint"]);
});

describe("what a command is about", () => {
  it.each([
    ["flights production 8", "flights production 8"],
    ["production flights to v7", "flights production 7"],
    ["flights staging", "flights staging undefined"],
    ["trains canary", "trains canary undefined"],
  ])("%s is %s", (words, expected) => {
    const target = resolveTarget(words.split(" "), project());
    const found = typeof target === "string" ? target : [target.plan.name, target.environment.name, target.version];
    expect(typeof found === "string" ? found : found.map(String).join(" ")).toBe(expected);
  });

  it.each([
    ["", "Name a model"],
    ["flights", "Name an environment"],
    ["flights production 7 8", "several versions"],
    ["flights trains production", "several models"],
    ["flights production staging", "Too many words"],
    ["flights nowhere", "no model or environment"],
    ["flights production 0", "counted from 1"],
    ["flights <img> ", "no model or environment"],
  ])("“%s” is answered: %s", (words, answer) => {
    const given = words === "" ? [] : words.trim().split(" ");
    expect(resolveTarget(given, project())).toContain(answer);
  });

  it("what is the only one need not be said", () => {
    const one = project(
      "models:\n  flights: { paths: [a.py], primary-metric: roc-auc }\npromotion:\n  environments: { production: {} }\n",
    );
    expect(resolveTarget([], one)).toMatchObject({ plan: { name: "flights" }, environment: { name: "production" } });
  });
});

it.each([
  ["/pawl break-glass production burns", "production burns"],
  ["/pawl break-glass", undefined],
  ["please /pawl break-glass now", undefined],
  ["/pawl promote", undefined],
])("%s gives the reason %s", (body, reason) => {
  expect(parseBreakGlass(body)).toBe(reason);
});

it("every command says how it is written, by its own name", () => {
  for (const [name, { usage, meaning }] of Object.entries(COMMENT_COMMANDS)) {
    expect(usage.split(" ")[0]).toBe(name);
    expect(meaning).toMatch(/\.$/);
    expect(readFileSync("docs/commands.md", "utf8")).toContain(`\`/pawl ${usage}\``);
  }
  expect(findCommand("constructor")).toBeUndefined();
});
