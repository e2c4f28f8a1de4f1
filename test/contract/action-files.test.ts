import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { PREPARE_OUTPUTS } from "../../actions/train/inputs.ts";
import manifest from "../../package.json" with { type: "json" };
import { PAWL_VERSION } from "../../src/core/version.ts";
import {
  actionNames,
  inputsTable,
  inputsYaml,
  outputsTable,
  outputsYaml,
  readActionDocs,
  replaceYamlPart,
} from "../../tools/action-docs.ts";
import { replaceMarkedPart } from "../../tools/marked-part.ts";

const Step = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  if: z.string().optional(),
  env: z.record(z.string(), z.string()).default({}),
  with: z.record(z.string(), z.unknown()).default({}),
});

const Action = z.object({
  name: z.string(),
  description: z.string(),
  inputs: z.record(
    z.string(),
    z.object({ description: z.string(), required: z.boolean(), default: z.string().optional() }),
  ),
  outputs: z.record(z.string(), z.object({ description: z.string(), value: z.string() })),
  runs: z.object({ using: z.literal("composite"), steps: z.array(Step) }),
});

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
const readAction = (name: string): z.infer<typeof Action> => Action.parse(parse(read(`actions/${name}/action.yml`)));

it("there is an action to check", () => {
  expect(actionNames()).toContain("train");
});

it("documents say the version of the package", () => {
  expect(PAWL_VERSION).toBe(manifest.version);
});

describe.each(actionNames())("actions/%s", (name) => {
  it("has the inputs and outputs of its schema, in action.yml and README.md", async () => {
    const docs = await readActionDocs(name);
    const yaml = read(`actions/${name}/action.yml`);
    const readme = read(`actions/${name}/README.md`);
    expect(replaceYamlPart(yaml, "inputs", inputsYaml(docs)), "run npm run docs").toBe(yaml);
    expect(replaceYamlPart(yaml, "outputs", outputsYaml(docs)), "run npm run docs").toBe(yaml);
    expect(replaceMarkedPart(readme, "inputs", inputsTable(docs)), "run npm run docs").toBe(readme);
    expect(replaceMarkedPart(readme, "outputs", outputsTable(docs)), "run npm run docs").toBe(readme);
    expect(Object.keys(readAction(name).inputs)).toEqual(docs.inputs.map((input) => input.name));
  });

  it("says what every input and output is", async () => {
    const { inputs, outputs } = await readActionDocs(name);
    for (const { name: key, description } of [...inputs, ...outputs]) expect(description, key).toMatch(/\S.{5,}/);
  });

  it("has no default in YAML but the job's token", () => {
    const defaults = Object.entries(readAction(name).inputs).filter(([, input]) => input.default !== undefined);
    expect(defaults).toEqual(
      defaults.length === 0 ? [] : [["github-token", expect.objectContaining({ default: `\${{ github.token }}` })]],
    );
  });

  it("takes every output from the step that has its name", () => {
    for (const [key, { value }] of Object.entries(readAction(name).outputs)) {
      expect(value).toBe(`\${{ steps.${name}.outputs.${key} }}`);
    }
    expect(readAction(name).runs.steps.map(({ id }) => id)).toContain(name);
  });

  it("names every step, and starts the bundle in a way that signals and hostile inputs are harmless to", () => {
    for (const step of readAction(name).runs.steps) {
      expect(step.id ?? step.name).toBeDefined();
      if (step.run === undefined) continue;
      expect(step.shell).toBe("bash");
      expect(step.run).not.toContain("${{");
      expect(step.run.trim()).toMatch(/^exec node "\$GITHUB_ACTION_PATH\/\.\.\/dist\/index\.js" [a-z-]+$/);
      expect(step.env).toEqual({ PAWL_INPUTS: `\${{ toJSON(inputs) }}` });
    }
  });

  it("pins the actions of others to a commit, with the version beside it", () => {
    const uses = read(`actions/${name}/action.yml`).match(/^\s*(?:- )?uses: .*$/gm) ?? [];
    for (const line of uses) expect(line).toMatch(/uses: actions\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("uploads evidence, where it leaves any, also after a failure, under the name that the code computed", () => {
    const { outputs, runs } = readAction(name);
    const upload = runs.steps.filter(({ uses }) => uses?.startsWith("actions/upload-artifact@"));
    expect(upload.some((step) => step.with["path"] === `\${{ steps.${name}.outputs.evidence }}`)).toBe(
      "evidence" in outputs,
    );
    for (const step of upload) {
      expect(step.if).toContain("always()");
      expect(String(step.with["name"])).toMatch(/^\$\{\{ steps\.[\w.-]+ \}\}$/);
      expect(step.with["overwrite"]).toBe(true);
    }
  });
});

it("the cache steps of train use what its first step writes", () => {
  const yaml = read("actions/train/action.yml");
  for (const output of PREPARE_OUTPUTS) expect(yaml).toContain(`steps.prepare.outputs.${output}`);
});
