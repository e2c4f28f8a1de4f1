import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { BOT_EVENTS } from "../../bot/bot-events.ts";
import { parseProjectConfig } from "../../src/core/config/parse-project-config.ts";
import { buildDispatchInputs } from "../../src/core/deployment/deployment-payload.ts";
import { holds } from "../support/condition.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const WORKFLOWS = readdirSync(join(ROOT, "templates/workflows")).map((name) => `templates/workflows/${name}`);

interface Purpose {
  readonly actions: readonly string[];
  readonly events: readonly string[];
  /** By job. */
  /** Of an environment that a person has made for it. */
  readonly secrets?: readonly string[];
  readonly permissions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The App never dispatches it. */
  readonly byPeople?: boolean;
  /** It looks at them and runs none of their code. */
  readonly forPullRequestsOfBots?: boolean;
}

const TRAIN = { contents: "read", actions: "read" };
const PUSH = { contents: "read", packages: "write", "id-token": "write", attestations: "write" };
const BOT = { actions: "write", checks: "write", contents: "write", issues: "write", "pull-requests": "write" };

/** What each template does, when, and what its jobs may do. */
const PURPOSES: Readonly<Record<string, Purpose>> = {
  "templates/workflows/train.yml": {
    actions: ["actions/train", "actions/evaluate", "actions/package"],
    events: ["pull_request", "push", "workflow_dispatch"],
    permissions: { train: TRAIN, package: PUSH },
  },
  "templates/workflows/train-on-gpu.yml": {
    actions: ["actions/train", "actions/evaluate"],
    events: ["pull_request", "push", "workflow_dispatch"],
    permissions: { train: TRAIN },
  },
  "templates/workflows/validate-data.yml": {
    actions: ["actions/validate-data"],
    events: ["pull_request", "push", "workflow_dispatch"],
    permissions: { validate: { contents: "read" } },
  },
  "templates/workflows/drift.yml": {
    actions: ["actions/validate-data", "actions/drift"],
    events: ["schedule", "workflow_dispatch"],
    permissions: { drift: { contents: "read" } },
  },
  "templates/workflows/drift-on-spark.yml": {
    actions: [],
    events: ["schedule", "workflow_dispatch"],
    permissions: { drift: { contents: "read" } },
    secrets: ["SPARK_REMOTE"],
    byPeople: true,
  },
  "templates/workflows/retrain.yml": {
    actions: [],
    events: ["workflow_dispatch"],
    permissions: { ask: {} },
    byPeople: true,
  },
  "templates/workflows/mirror-to-mlflow.yml": {
    actions: [],
    events: ["push", "schedule", "workflow_dispatch"],
    permissions: { mirror: { contents: "read" } },
    secrets: ["MLFLOW_TRACKING_TOKEN"],
  },
  "templates/workflows/deploy.yml": {
    actions: ["actions/pull"],
    events: ["workflow_dispatch"],
    permissions: { deploy: { contents: "read", deployments: "write", packages: "read" } },
  },
  "templates/workflows/serve.yml": {
    actions: ["actions/pull"],
    events: ["workflow_dispatch"],
    permissions: { serve: { contents: "read", deployments: "write", packages: "write" } },
  },
  "templates/workflows/pawl-bot.yml": {
    actions: [],
    events: [
      ...["issue_comment", "issues", "pull_request", "pull_request_review", "push"],
      ...["schedule", "workflow_dispatch", "workflow_run"],
    ],
    permissions: {
      "pull-request": { ...BOT, deployments: "read" },
      repository: { ...BOT, deployments: "write" },
      "hand-over": { actions: "write" },
      app: {},
    },
    secrets: ["PAWL_PRIVATE_KEY"],
    byPeople: true,
    forPullRequestsOfBots: true,
  },
  "templates/workflows/pawl-checks.yml": {
    actions: [],
    events: ["workflow_dispatch"],
    permissions: { checks: {} },
    secrets: ["PAWL_PRIVATE_KEY"],
    byPeople: true,
  },
  "templates/workflows/batch.yml": {
    actions: ["actions/pull"],
    events: ["schedule", "workflow_dispatch"],
    permissions: { batch: { contents: "read", packages: "read" } },
  },
};

const Step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
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
      expect(names).toHaveLength(PURPOSES[path]?.actions.length ?? -1);
      // A deploy workflow is told the model.
      for (const name of names) if (!/^\$\{\{ /.test(String(name))) expect(Object.keys(models)).toContain(name);
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
    const secrets = [...read(path).matchAll(/secrets\.(\w+)/g)].map(([, name]) => name);
    expect(secrets).toEqual(purpose?.secrets ?? []);
    if (purpose?.byPeople === true) return;
    expect(workflow.on["workflow_dispatch"]).toHaveProperty(["inputs", "pawl-key"]);
    expect(workflow["run-name"]).toMatch(/\$\{\{ inputs\.pawl-key \}\}/);
  });

  it("asks for no more than each job needs", () => {
    const permissions = Object.entries(workflow.jobs).map(([name, job]) => [name, job.permissions]);
    expect(Object.fromEntries(permissions)).toEqual(purpose?.permissions);
  });

  it("runs no code of the repository where something can be pushed or signed", () => {
    const writing = Object.values(workflow.jobs).filter((job) => "id-token" in Object(job.permissions));
    for (const { steps } of writing) expect(steps.filter(({ run }) => run !== undefined)).toEqual([]);
  });

  it("does nothing for pull requests of forks or bots", () => {
    if (!("pull_request" in workflow.on) || purpose?.forPullRequestsOfBots === true) return;
    for (const job of Object.values(workflow.jobs)) {
      expect(job.if).toContain("head.repo.full_name == github.repository");
      expect(job.if).toContain("user.type != 'Bot'");
    }
  });
});

describe("the bot's workflows", () => {
  const bot = Workflow.parse(parse(read("templates/workflows/pawl-bot.yml")));
  const checks = Workflow.parse(parse(read("templates/workflows/pawl-checks.yml")));
  const { inputs } = Action.parse(parse(read("action.yml")));

  it("use the root action with inputs that it has, and check nothing out", () => {
    for (const { steps } of [...Object.values(bot.jobs), ...Object.values(checks.jobs)]) {
      expect(steps.map(({ uses }) => uses)).toEqual(["pawl-ml/pawl@v1"]);
      for (const { with: given = {} } of steps)
        expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
    }
  });

  it("start on events that the bot has a use for", () => {
    for (const { on } of [bot, checks])
      expect(Object.keys(BOT_EVENTS)).toEqual(expect.arrayContaining(Object.keys(on)));
  });

  it.each<[string, object, readonly string[]]>([
    ["an hour", { event_name: "schedule" }, ["repository"]],
    ["a pull request", { event_name: "pull_request", event: ofPull("acme/flights") }, ["pull-request"]],
    ["a review", { event_name: "pull_request_review", event: ofPull("acme/flights") }, ["pull-request"]],
    ["a pull request of a fork", { event_name: "pull_request", event: ofPull("mallory/flights") }, []],
    ["a command", { event_name: "issue_comment", event: { comment: { body: "/pawl train" } } }, ["repository"]],
    [
      "talk",
      { event_name: "issue_comment", event: { action: "created", comment: { body: "Nice", user: { type: "User" } } } },
      [],
    ],
    [
      "a command that is taken back",
      {
        event_name: "issue_comment",
        event: { action: "edited", comment: { body: "" }, changes: { body: { from: "/pawl x" } } },
      },
      ["repository"],
    ],
    [
      "a hand on the bot's comment",
      { event_name: "issue_comment", event: { action: "deleted", comment: { body: "", user: { type: "Bot" } } } },
      ["repository"],
    ],
    ["an issue of a person", { event_name: "issues", event: { issue: { user: { type: "User" } } } }, []],
    ["an issue of the bot", { event_name: "issues", event: { issue: { user: { type: "Bot" } } } }, ["repository"]],
  ])("start for %s the job that has a use for it, with an App its counterpart", (_name, github, jobs) => {
    const started = (id: string) =>
      Object.entries(bot.jobs).flatMap(([name, { if: condition }]) =>
        holds(condition ?? "", { github: { repository: "acme/flights", ...github }, vars: { PAWL_APP_ID: id } })
          ? [name]
          : [],
      );
    expect(started("")).toEqual(jobs);
    const counterparts: Record<string, string> = { "pull-request": "hand-over", repository: "app" };
    expect(started("12")).toEqual(jobs.map((name) => counterparts[name]));
  });

  it("give the App's key to jobs alone that use the environment that holds it", () => {
    for (const job of [...Object.values(bot.jobs), ...Object.values(checks.jobs)]) {
      const hasKey = JSON.stringify(job.steps).includes("secrets.");
      expect(Object(job)["environment"]?.name).toBe(hasKey ? "pawl" : undefined);
    }
  });
});

function ofPull(from: string): object {
  return { pull_request: { head: { repo: { full_name: from } } } };
}

describe("the drift workflow", () => {
  const { on, jobs } = Workflow.parse(parse(read("templates/workflows/drift.yml")));

  it("takes the window that the App dispatches, and passes it on to every step that needs it", () => {
    const names = ["pawl-key", "window-start", "window-end"];
    expect(Object.keys(Object(on["workflow_dispatch"]).inputs)).toEqual(names);
    const steps = jobs["drift"]?.steps ?? [];
    const check = steps.find(({ uses }) => uses?.includes("actions/drift") === true);
    for (const name of names.slice(1)) expect(check?.with?.[name]).toBe(`\${{ inputs.${name} }}`);
    expect(Object.values(Object(steps.find(({ run }) => run !== undefined)).env)).toEqual(
      names.slice(1).map((name) => `\${{ inputs.${name} }}`),
    );
  });

  it("looks for drift also where the contract is broken", () => {
    const uses = (jobs["drift"]?.steps ?? []).map((step) => step.uses ?? "");
    const [contract, drift] = ["validate-data", "drift"].map((name) =>
      uses.findIndex((use) => use.includes(`actions/${name}@`)),
    );
    expect(contract).toBeGreaterThan(0);
    expect(drift).toBeGreaterThan(contract ?? 0);
    expect(Object(jobs["drift"]?.steps[drift ?? 0]).if).toMatch(/!cancelled\(\)/);
  });
});

describe("a deploy workflow", () => {
  const names = Object.keys(
    buildDispatchInputs({
      "pawl-key": "a/b/1",
      ...{ model: "a", environment: "b", version: 1, digest: "sha256:0", reference: "ghcr.io/a/b@sha256:0" },
      previous: undefined,
      evidence: { package: undefined, run: undefined },
    }),
  );

  it.each(["deploy", "serve"])("%s.yml takes exactly the inputs that the App dispatches", (name) => {
    const { on } = Workflow.parse(parse(read(`templates/workflows/${name}.yml`)));
    expect(Object.keys(Object(on["workflow_dispatch"]).inputs)).toEqual(names);
  });
});
