import type { DatasetPlan, Project } from "../core/config/project-config.ts";
import type { ContractSchema } from "../core/dataset/contract.ts";
import type { FailOn } from "../core/dataset/fails-at.ts";
import { PawlError } from "../core/errors.ts";
import type { DataRequest } from "../engine/data/data-source.ts";
import { chooseDataset, namedDatasets, unconfiguredDataset } from "../runner/datasets/choose-dataset.ts";
import { contractSchemaOf, type ReadContract, readContract } from "../runner/datasets/read-contract.ts";
import { readProject } from "../runner/read-project.ts";
import { dataRequest, nameOfData } from "./data-arguments.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import type { Terminal } from "./terminal.ts";

export interface LocalValidation {
  readonly data: DataRequest;
  readonly plan: DatasetPlan;
  readonly contract: ReadContract | undefined;
  readonly schema: ContractSchema | undefined;
  readonly reference: string | undefined;
  readonly failOn: FailOn;
}

/** What is to be validated by what. Throws `INPUT_INVALID`, `CONFIG_INVALID`, `NOT_FOUND` where that is not clear. */
export async function planLocalValidation(given: ParsedOptions, terminal: Terminal): Promise<LocalValidation> {
  const isContract = (path: string): boolean => /\.ya?ml$/i.test(path);
  const named = given.positionals.filter(isContract);
  const paths = given.positionals.filter((path) => !isContract(path));
  if (named.length > 1)
    throw refusal(`two contracts: ${named.slice(0, 2).join(" and ")}`, "One dataset has one contract.");
  const failOn = parseFailOn(given.text("fail-on") ?? "error");
  const plan = choosePlan(readProject(terminal.folder), given, paths);
  const chosen = given.text("contract") ?? named[0] ?? plan.contract;
  const contract = chosen === undefined ? undefined : await readContract(terminal.folder, chosen);
  if (contract === undefined && Object.keys(plan.checks).length === 0) {
    throw refusal(
      "there is no contract to validate the data against",
      "`pawl infer <data>` writes one. Name it behind the data, or in .github/pawl.yml.",
    );
  }
  const data = dataRequest(paths.length > 0 ? paths : [plan.path.replace(/\.dvc$/, "")], given, terminal);
  const names = [plan.name, nameOfData(data.paths[0] ?? "")];
  return {
    data,
    plan,
    contract,
    schema: contract === undefined ? undefined : contractSchemaOf(contract, names),
    reference: given.text("reference"),
    failOn,
  };
}

/** The dataset that the options name, or whose path was given, or the only one; else one without configuration. */
function choosePlan(project: Project | undefined, given: ParsedOptions, paths: readonly string[]): DatasetPlan {
  const choice = { model: given.text("model"), dataset: given.text("dataset") };
  if (choice.dataset !== undefined || paths.length === 0) return chooseDataset(project, choice, paths.length > 0).plan;
  const [path = ""] = paths;
  const ofPath = namedDatasets(project, choice.model).find(
    ({ plan }) => paths.length === 1 && plan.path.replace(/\.dvc$/, "") === path.replace(/^(\.\/)+/, ""),
  );
  return ofPath?.plan ?? unconfiguredDataset(nameOfData(path));
}

function parseFailOn(value: string): FailOn {
  if (value === "error" || value === "warning" || value === "never") return value;
  throw refusal(`--fail-on: "${value.slice(0, 60)}" is not a severity`, "It is error, warning or never.");
}

function refusal(message: string, hint: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}
