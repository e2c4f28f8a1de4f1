import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseStatement, type Statement } from "../src/core/evidence/statement.ts";
import { checkBot } from "./check-bot.ts";
import { type Job, makeJob } from "./make-job.ts";

// Runs the built bundles as a runner would, with the node that is named as the argument, and reads what they left.

const bundle = fileURLToPath(new URL("../actions/dist/index.js", import.meta.url));
const [node = process.execPath] = process.argv.slice(2);

const PREDICTIONS = [
  "id,label,score",
  ...Array.from({ length: 40 }, (_, id) => `${String(id)},${String(id % 2)},0.${String(10 + ((id * 37) % 80))}`),
];
const COMMAND = `node -e 'require("fs").writeFileSync("metrics.json", JSON.stringify({ accuracy: 0.9 }))'`;

async function runCommand(job: Job, command: string, inputs: Readonly<Record<string, string>>): Promise<Statement> {
  const output = job.env["GITHUB_OUTPUT"] ?? "";
  await writeFile(output, "");
  execFileSync(node, [bundle, command], {
    cwd: job.folder,
    env: { ...job.env, PAWL_INPUTS: JSON.stringify(inputs) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const path = /^evidence(?:=|<<.*\n)(.+)$/m.exec(await readFile(output, "utf8"))?.[1] ?? "";
  return parseStatement(await readFile(resolve(job.folder, path)), path);
}

/** So many rows, the label of every second one true; `shift` is added to the number. */
const rows = (count: number, shift = 0): string =>
  [
    "id,size,late",
    ...Array.from(
      { length: count },
      (_, id) => `${String(id)},${String(((id * 37) % 80) + shift)},${String(id % 2 === 0)}`,
    ),
    "",
  ].join("\n");
const CONTRACT = `apiVersion: v3.1.0
kind: DataContract
id: rows
version: 1.0.0
status: active
schema:
  - name: rows
    properties: [{ name: size, logicalType: integer, logicalTypeOptions: { maximum: 100 } }]
`;

async function checkData(job: Job): Promise<void> {
  const given = { model: "late-flights", dataset: "rows", data: "rows.csv", contract: "rows.odcs.yaml" };
  const data = await runCommand(job, "validate-data", given);
  if (!("checks" in data.predicate) || data.predicate.profile?.rows !== 400 || data.predicate.verdict !== "pass") {
    throw new Error("validate-data did not find that the 400 rows keep their contract");
  }
  const drift = await runCommand(job, "drift", {
    model: "late-flights",
    reference: "rows.csv",
    current: "shifted.csv",
    "fail-on": "never",
  });
  if (!("findings" in drift.predicate) || drift.predicate.verdict !== "drift") {
    throw new Error("drift did not find that the numbers grew");
  }
}

async function checkBundle(): Promise<void> {
  const job = await makeJob({
    "predictions.csv": `${PREDICTIONS.join("\n")}\n`,
    "rows.csv": rows(400),
    "rows.odcs.yaml": CONTRACT,
    "shifted.csv": rows(400, 40),
  });
  try {
    const run = await runCommand(job, "train", { model: "late-flights", command: COMMAND });
    const accuracy = "command" in run.predicate && "accuracy" in run.predicate.metrics;
    if (run.predicate.outcome.kind !== "succeeded" || !accuracy) throw new Error("train did not record the metric");
    const evaluation = await runCommand(job, "evaluate", { model: "late-flights", predictions: "predictions.csv" });
    if (!("rows" in evaluation.predicate) || evaluation.predicate.rows !== 40) {
      throw new Error("evaluate did not read the 40 rows");
    }
    await checkData(job);
    console.log(
      `train, evaluate, validate-data and drift ran on ${execFileSync(node, ["--version"], { encoding: "utf8" }).trim()}`,
    );
  } finally {
    await job.remove();
  }
}

await checkBundle();
console.log(await checkBot(node));
