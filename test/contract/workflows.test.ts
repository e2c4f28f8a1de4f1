import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { checkWorkflowFile } from "../../tools/check-workflow-file.ts";
import { checkWorkflowRules } from "../../tools/check-workflow-rules.ts";
import { loadWorkflowParser, type WorkflowParser } from "../../tools/load-workflow-parser.ts";
import { workflowFiles } from "../../tools/workflow-files.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

let parser: WorkflowParser;
beforeAll(async () => {
  parser = await loadWorkflowParser();
});

describe("workflows and actions", () => {
  it("are found in every place that has them", () => {
    const files = workflowFiles(ROOT);
    expect(files).toEqual(expect.arrayContaining([".github/workflows/ci.yml", "templates/workflows/train.yml"]));
    expect(files.filter((path) => /^actions\/[a-z-]+\/action\.yml$/.test(path)).length).toBeGreaterThan(0);
  });

  it.each(workflowFiles(ROOT))("%s is valid for GitHub's parser and keeps our rules", async (path) => {
    const content = readFileSync(join(ROOT, path), "utf8");
    expect([...(await checkWorkflowFile(parser, path, content)), ...checkWorkflowRules(path, content)]).toEqual([]);
  });
});

const STEP = "      - name: a\n        run: echo";
const workflow = (steps: string, job = "    timeout-minutes: 5\n", top = "permissions: {}\n") =>
  `on: push\n${top}jobs:\n  a:\n    runs-on: x\n${job}    steps:\n${steps}\n`;
const composite = (steps: string) => `name: a\ndescription: b\nruns:\n  using: composite\n  steps:\n${steps}\n`;
const SHA = "0123456789abcdef0123456789abcdef01234567";

describe("the check notices", () => {
  it.each`
    what                         | path            | content                                                                                                | said
    ${"an unknown key"}          | ${"w.yml"}      | ${workflow(STEP, "    timeout-minutes: 5\n    runs_on: x\n")}                                          | ${"Unexpected value 'runs_on'"}
    ${"an unknown job in needs"} | ${"w.yml"}      | ${workflow(STEP, "    timeout-minutes: 5\n    needs: b\n")}                                            | ${"at least one job with no dependencies"}
    ${"a bad expression"}        | ${"w.yml"}      | ${workflow("      - name: a\n        run: echo\n        if: github.nonsense(")}                        | ${"Unexpected symbol"}
    ${"no shell in a composite"} | ${"action.yml"} | ${composite("    - id: a\n      run: echo")}                                                           | ${"Required property is missing: shell"}
    ${"secrets in a composite"}  | ${"action.yml"} | ${composite(`    - id: a\n      shell: bash\n      env: { A: "\${{ secrets.A }}" }\n      run: echo`)} | ${"secrets"}
    ${"an unknown runtime"}      | ${"action.yml"} | ${"name: a\ndescription: b\nruns:\n  using: node1\n  main: a.js\n"}                                    | ${"node1"}
  `("$what (GitHub's parser)", async ({ path, content, said }: { path: string; content: string; said: string }) => {
    expect((await checkWorkflowFile(parser, path, content)).join("\n")).toContain(said);
  });

  it.each`
    what                           | path            | content                                                                          | said
    ${"an action by tag"}          | ${"w.yml"}      | ${workflow("      - name: a\n        uses: actions/cache@v5")}                   | ${"is not pinned to a commit"}
    ${"a pin without a version"}   | ${"w.yml"}      | ${workflow(`      - name: a\n        uses: actions/cache@${SHA}`)}               | ${"does not say its version"}
    ${"a look-alike of ourselves"} | ${"w.yml"}      | ${workflow("      - name: a\n        uses: pawl-m1/pawl/actions/train@v1")}      | ${"is not pinned to a commit"}
    ${"an expression in run"}      | ${"w.yml"}      | ${workflow(`      - name: a\n        run: echo \${{ github.head_ref }}`)}        | ${"an expression inside run"}
    ${"an input in run"}           | ${"action.yml"} | ${composite(`    - id: a\n      shell: bash\n      run: echo \${{ inputs.a }}`)} | ${"an expression inside run"}
    ${"a step without a name"}     | ${"w.yml"}      | ${workflow("      - run: echo")}                                                 | ${"neither id nor name"}
    ${"a job without an end"}      | ${"w.yml"}      | ${workflow(STEP, "")}                                                            | ${"job a has no timeout-minutes"}
    ${"permissions left open"}     | ${"w.yml"}      | ${workflow(STEP, "    timeout-minutes: 5\n", "")}                                | ${"has no permissions"}
    ${"a token left on disk"}      | ${"w.yml"}      | ${workflow(`      - name: a\n        uses: actions/checkout@${SHA} # v7.0.1`)}   | ${"persist-credentials"}
  `("$what (our rules)", ({ path, content, said }: { path: string; content: string; said: string }) => {
    expect(checkWorkflowRules(path, content).join("\n")).toContain(said);
  });

  it("nothing in a good workflow", async () => {
    const content = workflow(
      `      - name: a\n        uses: actions/checkout@${SHA} # v7.0.1\n        with: { persist-credentials: false }\n${STEP}`,
    );
    expect(await checkWorkflowFile(parser, "w.yml", content)).toEqual([]);
    expect(checkWorkflowRules("w.yml", content)).toEqual([]);
  });
});
