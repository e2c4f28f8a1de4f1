import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseProjectConfig } from "../../src/core/config/parse-project-config.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const WORKFLOWS = readdirSync(join(ROOT, "templates/workflows")).map((name) => `templates/workflows/${name}`);

/** What each template does, when, and what its job may read. */
const PURPOSES: Readonly<Record<string, { actions: string[]; events: string[]; permissions: Record<string, string> }>> =
  {
    "templates/workflows/train.yml": {
      actions: ["actions/train", "actions/evaluate"],
      events: ["pull_request", "push", "workflow_dispatch"],
      permissions: { contents: "read", actions: "read" },
    },
    "templates/workflows/train-on-gpu.yml": {
      actions: ["actions/train", "actions/evaluate"],
      events: ["pull_request", "push", "workflow_dispatch"],
      permissions: { contents: "read", actions: "read" },
    },
    "templates/workflows/validate-data.yml": {
      actions: ["actions/validate-data"],
      events: ["pull_request", "push", "workflow_dispatch"],
      permissions: { contents: "read" },
    },
    "templates/workflows/drift.yml": {
      actions: ["actions/drift"],
      events: ["schedule", "workflow_dispatch"],
      permissions: { contents: "read" },
    },
  };

const Step = z.looseObject({
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const Workflow = z.looseObject({
  on: z.record(z.string(), z.unknown()),
  "run-name": z.string(),
  permissions: z.strictObject({}),
  jobs: z.record(
    z.string(),
    z.looseObject({ if: z.string().optional(), permissions: z.unknown(), steps: z.array(Step) }),
  ),
});
const Action = z.looseObject({ inputs: z.record(z.string(), z.looseObject({ required: z.boolean().optional() })) });

/** Steps of a workflow that use one of our actions, with the action's own description. */
function ownSteps(path: string) {
  return Object.values(Workflow.parse(parse(read(path))).jobs).flatMap(({ steps }) =>
    steps.flatMap(({ uses, with: given }) => {
      const folder = /^pawl-ml\/pawl\/(actions\/[a-z-]+)@v1$/.exec(uses ?? "")?.[1];
      if (folder === undefined) return [];
      return [{ folder, given: given ?? {}, inputs: Action.parse(parse(read(`${folder}/action.yml`))).inputs }];
    }),
  );
}

describe("templates/pawl.yml", () => {
  const text = read("templates/pawl.yml");

  it("is a valid configuration", () => {
    const parsed = parseProjectConfig(text);
    expect(parsed).toHaveProperty("project");
  });

  it("is valid for the JSON Schema that its first line names", () => {
    expect(text.split("\n")[0]).toMatch(
      /^# yaml-language-server: \$schema=https:\/\/\S+\/templates\/pawl\.schema\.json$/,
    );
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(read("templates/pawl.schema.json")));
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ models: { a: { path: ["x"], "primary-metric": "roc-auc" } } })).toBe(false);
  });

  it("names models that the workflows are about", () => {
    const { models } = z.looseObject({ models: z.record(z.string(), z.unknown()) }).parse(parse(text));
    for (const path of WORKFLOWS) {
      const names = ownSteps(path).map(({ given }) => given["model"]);
      expect(names).not.toHaveLength(0);
      for (const name of names) expect(Object.keys(models)).toContain(name);
    }
  });
});

describe.each(WORKFLOWS)("%s", (path) => {
  const workflow = Workflow.parse(parse(read(path)));
  const purpose = PURPOSES[path];

  it("gives our actions inputs that they have, and every one that they require", () => {
    const steps = ownSteps(path);
    expect(steps.map(({ folder }) => folder)).toEqual(purpose?.actions);
    for (const { given, inputs } of steps) {
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
      const required = Object.keys(inputs).filter((name) => inputs[name]?.required === true);
      expect(Object.keys(given)).toEqual(expect.arrayContaining(required));
    }
  });

  it("starts on events that carry no secrets, and can be dispatched by the App with its key in the name", () => {
    expect(Object.keys(workflow.on).sort()).toEqual(purpose?.events);
    expect(workflow.on["workflow_dispatch"]).toHaveProperty(["inputs", "pawl-key"]);
    expect(workflow["run-name"]).toMatch(/\$\{\{ inputs\.pawl-key \}\}/);
    expect(read(path)).not.toContain("secrets.");
  });

  it("asks for reading alone", () => {
    for (const job of Object.values(workflow.jobs)) {
      expect(job.permissions).toEqual(purpose?.permissions);
    }
  });

  it("does nothing for pull requests of forks or bots", () => {
    if (!("pull_request" in workflow.on)) return;
    for (const job of Object.values(workflow.jobs)) {
      expect(job.if).toContain("head.repo.full_name == github.repository");
      expect(job.if).toContain("user.type != 'Bot'");
    }
  });
});
