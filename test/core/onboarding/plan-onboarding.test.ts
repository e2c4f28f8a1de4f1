import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseProjectConfig } from "../../../src/core/config/parse-project-config.ts";
import { readWorkflowFacts } from "../../../src/core/doctor/read-workflow-facts.ts";
import { chooseFiles } from "../../../src/core/onboarding/choose-files.ts";
import { detectProject, showsMachineLearning } from "../../../src/core/onboarding/detect-project.ts";
import { PINNED } from "../../../src/core/onboarding/pinned-actions.ts";
import { planOnboarding } from "../../../src/core/onboarding/plan-onboarding.ts";
import { renderOnboardingBody } from "../../../src/core/onboarding/render-onboarding-body.ts";
import { checkWorkflowFile } from "../../../tools/check-workflow-file.ts";
import { checkWorkflowRules } from "../../../tools/check-workflow-rules.ts";
import { loadWorkflowParser } from "../../../tools/load-workflow-parser.ts";
import { PROJECT_CASES, type ProjectCase, sourceOf } from "./project-cases.ts";

const QUESTION = { defaultBranch: "main", person: "ana" };
const PLACE = { repositoryUrl: "https://github.com/acme/flights", askedBy: undefined };

const Steps = z.array(
  z.looseObject({ uses: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() }),
);
const Workflow = z.looseObject({
  jobs: z.record(z.string(), z.looseObject({ steps: Steps, permissions: z.unknown() })),
});
const Action = z.looseObject({ inputs: z.record(z.string(), z.looseObject({ required: z.boolean().optional() })) });

function caseOf(name: string): ProjectCase {
  const found = PROJECT_CASES.find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

const detect = (name: string) => detectProject(sourceOf(caseOf(name)));

describe.each(PROJECT_CASES)("$name", (project) => {
  const plan = planOnboarding(sourceOf(project), QUESTION);

  it("gets a configuration that our own parser takes", async () => {
    const parsed = parseProjectConfig(plan.config.text);
    expect("issues" in parsed ? parsed.issues : []).toEqual([]);
    await expect(plan.config.text).toMatchFileSnapshot(`__files__/${project.name}/pawl.yml`);
  });

  it("gets workflows that use our actions as they are, can be dispatched by the App, and are the configuration's", async () => {
    const parsed = parseProjectConfig(plan.config.text);
    const named =
      "project" in parsed ? parsed.project.models.flatMap((m) => [m.workflow, ...m.data.map((d) => d.workflow)]) : [];
    expect([...new Set(named)].toSorted()).toEqual(
      plan.workflows.map(({ path }) => path.slice(".github/workflows/".length)).toSorted(),
    );
    for (const { path, text } of plan.workflows) {
      const facts = readWorkflowFacts(path, Buffer.from(text));
      expect(facts).toMatchObject({ dispatchable: true, keyed: true, selfHosted: false, secrets: [] });
      for (const { steps } of Object.values(Workflow.parse(parse(text)).jobs)) {
        for (const step of steps) {
          const folder = /^pawl-ml\/pawl\/(actions\/[a-z-]+)@v1$/.exec(step.uses ?? "")?.[1];
          if (folder === undefined) continue;
          const { inputs } = Action.parse(parse(readFileSync(`${folder}/action.yml`, "utf8")));
          expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
          const required = Object.keys(inputs).filter((name) => inputs[name]?.required === true);
          expect(Object.keys(step.with ?? {})).toEqual(expect.arrayContaining(required));
        }
      }
      await expect(text).toMatchFileSnapshot(`__files__/${project.name}/${path.slice(".github/workflows/".length)}`);
    }
  });

  it("gets workflows that GitHub's own parser takes, and our rules for workflows", async () => {
    const parser = await loadWorkflowParser();
    for (const { path, text } of plan.workflows) {
      expect(await checkWorkflowFile(parser, path, text)).toEqual([]);
      expect(checkWorkflowRules(path, text)).toEqual([]);
    }
  });

  it("gets a pull request that says what was found and why", async () => {
    const body = renderOnboardingBody(plan, PLACE);
    expect(body.length).toBeLessThan(60_000);
    await expect(body).toMatchFileSnapshot(`__files__/${project.name}/body.md`);
  });
});

describe("detectProject", () => {
  it.each`
    name                     | command                                                              | metric        | task
    ${"scikit-learn"}        | ${"python train.py"}                                                 | ${"roc-auc"}  | ${"binary"}
    ${"dvc"}                 | ${"dvc repro train"}                                                 | ${"accuracy"} | ${undefined}
    ${"mlflow-project"}      | ${"mlflow run . --env-manager local --entry-point main"}             | ${"mae"}      | ${"regression"}
    ${"torch-with-lfs"}      | ${"python src/vision/train.py"}                                      | ${"map50"}    | ${"multiclass"}
    ${"make"}                | ${"make train"}                                                      | ${undefined}  | ${undefined}
    ${"r"}                   | ${"Rscript R/train.R"}                                               | ${undefined}  | ${undefined}
    ${"julia"}               | ${"julia --project train.jl"}                                        | ${undefined}  | ${undefined}
    ${"notebook"}            | ${"jupyter nbconvert --to notebook --execute --inplace train.ipynb"} | ${undefined}  | ${undefined}
    ${"nothing-that-trains"} | ${undefined}                                                         | ${undefined}  | ${undefined}
  `("$name: $command, $metric, $task", ({ name, command, metric, task }) => {
    const found = detect(String(name));
    expect(found.training?.value.command).toBe(command);
    expect(found.primaryMetric?.value.name).toBe(metric);
    expect(found.task?.value).toBe(task);
  });

  it("names the model by MLproject, else by the repository, and never outside of the grammar", () => {
    expect(detect("mlflow-project").model.value).toBe("wine-quality");
    expect(detect("scikit-learn").model.value).toBe("late-flights");
    expect(detect("hostile").model.value).toBe("model");
  });

  it("takes many files of one folder as one dataset, and knows who keeps them", () => {
    const [images] = detect("torch-with-lfs").data.datasets;
    expect(images?.value).toMatchObject({ name: "images", path: "data/images/*.parquet", kept: "lfs" });
    expect(detect("dvc").data.datasets.map(({ value }) => [value.path, value.kept])).toEqual([
      ["data/raw.csv.dvc", "dvc"],
    ]);
  });

  it.each`
    contracts                    | data                    | contract     | unclear
    ${["flights", "week"]}       | ${"flights.csv"}        | ${"flights"} | ${["week"]}
    ${["flights", "week"]}       | ${"flights-3m.csv.dvc"} | ${"flights"} | ${["week"]}
    ${["a", "b"]}                | ${"flights.csv"}        | ${undefined} | ${["a", "b"]}
    ${["a"]}                     | ${"flights.csv"}        | ${"a"}       | ${[]}
    ${["flights", "flights-3m"]} | ${"flights-3m-x.csv"}   | ${undefined} | ${["flights-3m", "flights"]}
  `("of the contracts $contracts gives $data $contract", ({ contracts, data, contract, unclear }) => {
    const pathOf = (name: string) => `data/${name}.odcs.yaml`;
    const paths = [`data/${String(data)}`, ...contracts.map(pathOf)];
    const found = detectProject({ name: "x", paths, texts: new Map() }).data;
    expect(found.datasets[0]?.value.contract).toBe(contract === undefined ? undefined : pathOf(contract));
    expect(found.unclear).toEqual(unclear.map(pathOf));
  });

  it("takes no name into a command, a glob or a list that would mean more there than it says", () => {
    const { config, workflows } = planOnboarding(sourceOf(caseOf("hostile")), QUESTION);
    for (const text of [config.text, ...workflows.map((workflow) => workflow.text)]) {
      expect(text).not.toMatch(/curl|\$\(id\)|secrets\.|evil|\.\.\/|a: b/);
    }
  });
});

it.each([".python-version", "pyproject.toml", "Makefile", "dvc.yaml", "CODEOWNERS", "train.py"])(
  "attack: a %s of line breaks, blanks or quotation marks takes no time",
  (path) => {
    const started = performance.now();
    for (const letters of ["\n", "\t\n", " ", '"', "a"]) {
      const texts = new Map([
        ["train.py", "x"],
        [path, letters.repeat(64 * 1024)],
      ]);
      planOnboarding({ name: "flights", paths: [...texts.keys()], texts }, QUESTION);
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  },
);

describe("showsMachineLearning", () => {
  it.each`
    paths                            | shows
    ${["README.md", "src/index.ts"]} | ${false}
    ${["vendor/lib/setup.py"]}       | ${false}
    ${["analysis.ipynb"]}            | ${true}
    ${["model.R"]}                   | ${true}
    ${["data/a.parquet"]}            | ${true}
  `("$paths: $shows", ({ paths, shows }) => {
    expect(showsMachineLearning({ paths })).toBe(shows);
  });
});

describe("chooseFiles", () => {
  it("asks for few files, however many there are", () => {
    const paths = Array.from({ length: 5000 }, (_, index) => `runs/${String(index)}/train_${String(index)}.py`);
    expect(chooseFiles([...paths, "dvc.yaml"]).length).toBeLessThanOrEqual(60);
    expect(chooseFiles([...paths, "dvc.yaml"])).toContain("dvc.yaml");
  });
});

it("actions of others are pinned as in the templates", () => {
  const template = readFileSync("templates/workflows/train.yml", "utf8");
  for (const pinned of Object.values(PINNED)) expect(template).toContain(pinned);
});
