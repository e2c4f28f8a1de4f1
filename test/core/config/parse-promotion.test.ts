import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { formatConfigIssue } from "../../../src/core/config/config-issue.ts";
import { parseOrganizationConfig } from "../../../src/core/config/parse-organization-config.ts";
import { parseProjectConfig } from "../../../src/core/config/parse-project-config.ts";
import type { EnvironmentPlan } from "../../../src/core/config/promotion-plan.ts";

const MODELS = "models:\n  late-flights:\n    paths: [src]\n    primary-metric: roc-auc\n";
const ONE_APPROVAL = {
  kind: "all",
  nodes: [{ kind: "rule", rule: "approvals", options: expect.objectContaining({ count: 1, permission: "write" }) }],
};

/** Lines of `promotion:`, one level in. */
const promotion = (...lines: string[]) => `promotion:\n${lines.map((line) => `  ${line}\n`).join("")}`;

function environments(source: string, organization?: string): readonly EnvironmentPlan[] {
  const parsedDefault = organization === undefined ? undefined : parseOrganizationConfig(organization);
  if (parsedDefault !== undefined && "issues" in parsedDefault) throw new Error("the default is not valid");
  const parsed = parseProjectConfig(source, parsedDefault?.promotion);
  if ("issues" in parsed) throw new Error(parsed.issues.map((issue) => formatConfigIssue(issue, "f")).join("\n"));
  return parsed.project.models[0]?.environments ?? [];
}

function mistakes(
  source: string,
  parse: typeof parseProjectConfig | typeof parseOrganizationConfig = parseProjectConfig,
) {
  const parsed = parse(source);
  if (!("issues" in parsed)) throw new Error("the configuration is valid");
  return parsed.issues.map((issue) => formatConfigIssue(issue, "f").replace(/^f is not valid: line /, ""));
}

describe("promotion", () => {
  it("has defaults for everything but the rules", () => {
    expect(environments(MODELS + promotion("environments: { production: {}, staging: { production: true } }"))).toEqual(
      [
        {
          name: "production",
          open: "command",
          gate: undefined,
          workflow: undefined,
          onFailure: "nothing",
          rollback: { gate: ONE_APPROVAL, by: { users: [], teams: [], permission: "write" } },
          production: true,
          from: "repository",
        },
        expect.objectContaining({ name: "staging", production: true }),
      ],
    );
    expect(environments(MODELS)).toEqual([]);
  });

  it("can say everything", () => {
    const [production] = environments(
      MODELS +
        promotion(
          "open: auto",
          "environments:",
          "  production:",
          "    workflow: deploy.yml",
          "    on-failure: rollback",
          "    production: false",
          "    gate:",
          "      all:",
          "        - metric: { name: roc-auc, versus: champion, at-least: non-inferior, margin: 0.002 }",
          "        - any:",
          "            - { name: owners approve, approvals: { count: 2, teams: [acme/ml-owners] } }",
          "            - not: { label: { present: [risky] } }",
          "    rollback:",
          "      gate: { approvals: {} }",
          "      by: { users: [ana], permission: maintain }",
        ),
    );
    expect(production).toMatchObject({
      open: "auto",
      workflow: "deploy.yml",
      onFailure: "rollback",
      production: false,
      gate: {
        kind: "all",
        nodes: [
          { kind: "rule", rule: "metric", options: { margin: 0.002, "no-champion": "pass" } },
          {
            kind: "any",
            nodes: [
              { kind: "rule", name: "owners approve", rule: "approvals", options: { count: 2 } },
              { kind: "not", node: { kind: "rule", rule: "label" } },
            ],
          },
        ],
      },
      rollback: {
        gate: { kind: "rule", rule: "approvals" },
        by: { users: ["ana"], teams: [], permission: "maintain" },
      },
    });
  });

  it("takes each environment whole from the strongest that has it: model, repository, organisation", () => {
    const organization = promotion(
      "open: auto",
      "environments:",
      "  production: { workflow: organization.yml, gate: { approvals: { count: 2 } } }",
      "  staging: { workflow: organization.yml }",
      "  shadow: { workflow: organization.yml }",
    );
    const repository = promotion(
      "environments: { production: { workflow: repository.yml }, staging: { workflow: repository.yml } }",
    );
    const model = "    promotion: { environments: { production: { workflow: model.yml } } }\n";
    const plans = environments(MODELS + model + repository, organization);
    expect(plans.map(({ name, workflow, from, open }) => [name, workflow, from, open])).toEqual([
      ["production", "model.yml", "model", "command"],
      ["staging", "repository.yml", "repository", "command"],
      ["shadow", "organization.yml", "organization", "auto"],
    ]);
    expect(plans[0]?.gate).toBeUndefined();
  });

  it("lets a model say only how its pull requests are opened", () => {
    const source = `${MODELS}    promotion: { open: auto }\n${promotion("environments: { production: {} }")}`;
    expect(environments(source)[0]?.open).toBe("auto");
  });

  it.each([
    [
      "a rule that does not exist",
      "{ metrik: {} }",
      ["8, promotion.environments.production.gate.metrik is not a key. Did you mean metric?"],
    ],
    [
      "an option that does not exist",
      "{ approvals: { cout: 2 } }",
      ["8, promotion.environments.production.gate.approvals.cout is not a key. Did you mean count?"],
    ],
    [
      "a rule without options",
      "{ approvals: }",
      [expect.stringContaining("approvals has no value; it must be a mapping of keys.")],
    ],
    [
      "two rules in one place",
      "{ approvals: {}, label: { present: [x] } }",
      [expect.stringContaining("has approvals and label in one place. Write all:")],
    ],
    [
      "a tree without rules",
      "{ name: x }",
      [expect.stringContaining("has no rule. Write one of all, any, not, metric")],
    ],
    ["an empty list", "{ all: [] }", [expect.stringContaining("gate.all must not be an empty list.")]],
    [
      "six levels",
      "{ all: [{ any: [{ all: [{ any: [{ all: [{ label: { present: [x] } }] }] }] }] }] }",
      [expect.stringContaining("is more than 5 levels deep.")],
    ],
    [
      "a verdict that does not exist",
      "{ metric: { versus: champion, at-least: beter } }",
      [expect.stringContaining('at-least must be better or non-inferior, but is the text "beter".')],
    ],
    [
      "a metric without a direction",
      "{ metric: { name: uplift, versus: champion, at-least: better } }",
      [expect.stringContaining("Add it to the metrics of late-flights: { name: uplift, direction: higher }.")],
    ],
    [
      "slices of a metric without a direction",
      "{ slices: { metric: uplift, max-drop: 1 } }",
      [expect.stringContaining('slices.metric names the metric "uplift"')],
    ],
    [
      "options that contradict each other",
      "{ all: [{ label: { present: [x], absent: [x] } }] }",
      [expect.stringContaining("gate.all[0].label.absent[0] is also under present.")],
    ],
    [
      "a login with @",
      '{ approvals: { users: ["@ana"] } }',
      [expect.stringContaining("must be the login of a person, like octocat, without @.")],
    ],
  ])("cannot have %s", (_, gate, expected) => {
    expect(mistakes(MODELS + promotion("environments:", "  production:", `    gate: ${gate}`))).toEqual(expected);
  });

  it.each([
    ["an environment that is no name", "environments: { Production: {} }", "must be lower-case letters"],
    [
      "a workflow with a folder",
      "environments: { production: { workflow: ci/deploy.yml } }",
      "Write it without a folder",
    ],
    ["a way of opening that does not exist", "open: always", "must be auto or command"],
    ["a rollback for nobody", "environments: { production: { rollback: { by: {} } } }", "rollback.by entitles nobody."],
    [
      "more than 200 rules",
      `environments: { production: { gate: { all: [${Array.from({ length: 5 }, () => `{ all: [${Array.from({ length: 41 }, () => "{ approvals: {} }").join(", ")}] }`).join(", ")}] } } }`,
      "has more than 200 rules.",
    ],
  ])("cannot have %s", (_, line, expected) => {
    expect(mistakes(MODELS + promotion(line))).toEqual([expect.stringContaining(expected)]);
  });

  it("asks for a direction only where the rules are in force", () => {
    const rules = "{ metric: { name: uplift, versus: champion, at-least: better } }";
    const own = "    promotion: { environments: { production: {} } }\n";
    expect(environments(MODELS + own + promotion(`environments: { production: { gate: ${rules} } }`))).toHaveLength(1);
    const known = "    metrics: [{ name: uplift, direction: higher }]\n";
    expect(environments(MODELS + known + promotion(`environments: { production: { gate: ${rules} } }`))).toHaveLength(
      1,
    );
  });
});

describe("templates/pawl.yml", () => {
  it("has a promotion that works once its comment signs are taken away", async () => {
    const text = await readFile(new URL("../../../templates/pawl.yml", import.meta.url), "utf8");
    const at = text.indexOf("# promotion:\n#   #");
    const uncommented = text.slice(at).replace(/^# /gm, "");
    const [production] = environments(text.slice(0, at) + uncommented);
    expect(production).toMatchObject({
      name: "production",
      open: "auto",
      workflow: "deploy.yml",
      onFailure: "rollback",
    });
    expect(production?.gate).toMatchObject({ kind: "all", nodes: { length: 6 } });
    const own = text.replace(/^ {4}# promotion:/m, "    promotion:");
    expect(environments(own)[0]?.from).toBe("model");
  });
});

describe("a hostile policy", () => {
  it.each([
    ["contains itself", "environments: { production: { gate: &g { all: [*g] } } }", "nested too deeply"],
    [
      "contains itself as what it is not",
      "environments: { production: { gate: &g { not: *g } } }",
      "nested too deeply",
    ],
    [
      "is a hundred levels deep",
      `environments: { production: { gate: ${"{ not: ".repeat(100)}x${" }".repeat(100)} } }`,
      "nested too deeply",
    ],
    [
      "doubles itself",
      `environments: { production: { gate: { all: [&a { all: [&b {approvals: {}}, *b, *b, *b, *b, *b, *b, *b, *b, *b]}, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a]}}}`,
      "too many aliases",
    ],
    ["has a key twice", "environments: { production: { gate: { all: [], all: [] } } }", "is there twice"],
    ["has a merge key", "environments: { production: { <<: { gate: { approvals: {} } } } }", "is a merge key"],
    ["reaches for a prototype", "environments: { production: { __proto__: { gate: {} } } }", "is not a key"],
    [
      "names an environment like a method",
      "environments: { constructor: { gate: { label: 1 } } }",
      "must be a mapping of keys",
    ],
  ])("that %s is refused", (_, line, expected) => {
    expect(mistakes(MODELS + promotion(line))).toEqual([expect.stringContaining(expected)]);
  });

  it("may be a path's or a method's name without meaning one", () => {
    expect(environments(MODELS + promotion("environments: { constructor: {}, hasownproperty: {} }"))).toHaveLength(2);
  });
});

describe("the organisation's default", () => {
  it("is the promotion alone; the other keys of a configuration are not read", () => {
    const parsed = parseOrganizationConfig(`models: [whatever]\n${promotion("environments: { production: {} }")}`);
    expect(parsed).toMatchObject({ promotion: { environments: { production: {} } } });
    expect(parseOrganizationConfig("report: {}\n")).toEqual({ promotion: undefined });
  });

  it.each([
    ["a key that is none", "promotoin: {}\n", ["1, promotoin is not a key. Did you mean promotion?"]],
    [
      "a rule that is wrong",
      promotion("environments:", "  production:", "    gate: { evidence: {} }"),
      [expect.stringContaining("4, promotion.environments.production.gate.evidence demands nothing.")],
    ],
    [
      "an empty file",
      "",
      ["1, the file is empty. The shortest useful content is a model's name, its paths and its primary-metric."],
    ],
  ])("cannot have %s", (_, source, expected) => {
    expect(mistakes(source, parseOrganizationConfig)).toEqual(expected);
  });
});
