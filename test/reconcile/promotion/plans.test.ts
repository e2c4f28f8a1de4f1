import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseProjectConfig } from "../../../src/core/config/parse-project-config.ts";
import { COMMENT_COMMANDS, findCommand } from "../../../src/reconcile/commands/comment-commands.ts";
import { resolveTarget } from "../../../src/reconcile/commands/resolve-target.ts";
import { findNeeds } from "../../../src/reconcile/promotion/find-needs.ts";
import { parseBreakGlass } from "../../../src/reconcile/promotion/read-break-glass.ts";

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
