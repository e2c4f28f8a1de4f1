import { z } from "zod";
import { readYaml } from "../config/read-yaml.ts";
import type { EvaluationTask } from "../evidence/evaluation-evidence.ts";
import { toModelName } from "../evidence/to-model-name.ts";
import { detectData, type FoundData } from "./detect-data.ts";
import { detectMetrics, type FoundMetric } from "./detect-metrics.ts";
import { detectOutputs } from "./detect-outputs.ts";
import { detectSetup, type Setup } from "./detect-setup.ts";
import { detectTraining, type Training } from "./detect-training.ts";
import { folderOf, projectFiles } from "./project-files.ts";
import type { Guess, ProjectSource } from "./project-source.ts";
import { fetchingScript, judgingScripts, languageOf } from "./scripts.ts";

/** What could be found out about a project. Undefined: it could not, and is left to people. */
export interface DetectedProject {
  readonly model: Guess<string>;
  readonly setup: Guess<Setup> | undefined;
  readonly training: Guess<Training> | undefined;
  readonly primaryMetric: Guess<FoundMetric> | undefined;
  readonly metrics: readonly FoundMetric[];
  readonly task: Guess<EvaluationTask> | undefined;
  readonly params: Guess<string> | undefined;
  readonly models: Guess<readonly string[]> | undefined;
  readonly predictions: Guess<string> | undefined;
  readonly data: FoundData;
  /** What brings the data to where training reads them. */
  readonly fetching: Guess<string> | undefined;
  /** Globs of what makes the model. */
  readonly paths: readonly string[];
  /** Code that judges it. */
  readonly judges: readonly string[];
}

/** Finds out what a project is from its files' names and a few small texts. Runs nothing, asks nobody. */
export function detectProject(source: ProjectSource): DetectedProject {
  const setup = detectSetup(source);
  const training = detectTraining(source);
  const { primary, others, task } = detectMetrics(source);
  const data = detectData(source);
  const params = detectParams(source, training?.value);
  const judges = judgingScripts(source.paths).slice(0, 5);
  return {
    model: nameModel(source),
    setup,
    training,
    primaryMetric: primary,
    metrics: others,
    task,
    params,
    ...detectOutputs(source, training?.value.stage),
    data,
    fetching: detectFetch(source, data),
    paths: pathsOf(source, { setup: setup?.value, training: training?.value, params: params?.value, data }),
    judges,
  };
}

/** Whether anything at all speaks for machine learning: code in a language that trains, notebooks, data, a pipeline. */
export function showsMachineLearning({ paths }: Pick<ProjectSource, "paths">): boolean {
  const own = projectFiles(paths);
  return own.some(
    (path) =>
      languageOf(path) !== undefined || /\.(dvc|parquet|Rmd|qmd)$/.test(path) || /^(dvc\.yaml|MLproject)$/.test(path),
  );
}

const Named = z.object({ name: z.string() });

function nameModel({ name, texts }: ProjectSource): Guess<string> {
  const yaml = readYaml(texts.get("MLproject") ?? "");
  const project = "issues" in yaml ? undefined : Named.safeParse(yaml.value).data?.name;
  const named = project === undefined ? undefined : toModelName(project);
  if (named !== undefined) return { value: named, why: [{ code: "MLproject" }, " names it"] };
  return { value: toModelName(name) ?? "model", why: ["the repository's name"] };
}

const PARAMETERS =
  /^((conf|configs?)\/)?(params|hparams|hyperparameters|config|train(ing)?|default)\.(ya?ml|json|toml)$/;

function detectParams({ paths }: ProjectSource, training: Training | undefined): Guess<string> | undefined {
  const own = projectFiles(paths);
  const declared = training?.stage?.params.find((file) => own.includes(file));
  if (declared !== undefined) return { value: declared, why: [{ code: "dvc.yaml" }, " names it"] };
  const found = own.find((path) => /^h?params\./.test(path)) ?? own.find((path) => PARAMETERS.test(path));
  return found === undefined ? undefined : { value: found, why: ["by its name"] };
}

function detectFetch({ paths }: ProjectSource, { datasets }: FoundData): Guess<string> | undefined {
  if (datasets.some(({ value }) => value.kept === "dvc")) {
    return { value: 'pip install "dvc[all]" && dvc pull', why: ["DVC keeps the data"] };
  }
  const script = fetchingScript(paths);
  if (script === undefined) return undefined;
  const interpreter = { py: "python", R: "Rscript", sh: "bash" }[script.slice(script.lastIndexOf(".") + 1)] ?? "bash";
  return { value: `${interpreter} ${script}`, why: ["by its name"] };
}

/** What makes the model: the code beside what trains, and everything that it reads and that is named. */
function pathsOf(
  { paths }: ProjectSource,
  found: {
    readonly setup: Setup | undefined;
    readonly training: Training | undefined;
    readonly params: string | undefined;
    readonly data: FoundData;
  },
): readonly string[] {
  const { setup, training, params, data } = found;
  const code = codeOf(paths, training, setup);
  const listed = [
    ...code,
    ...(training?.files ?? []),
    ...(params === undefined ? [] : [params]),
    ...(setup?.requirements ?? []),
    ...data.datasets.map(({ value }) => value.path),
  ];
  return listed.length === 0 ? ["**"] : [...new Set(listed)];
}

function codeOf(paths: readonly string[], training: Training | undefined, setup: Setup | undefined): readonly string[] {
  const ending = { python: "py", r: "R", julia: "jl" }[setup?.language ?? "python"];
  const script = training?.script;
  if (script === undefined)
    return projectFiles(paths).some((path) => path.endsWith(`.${ending}`)) ? [`**/*.${ending}`] : [];
  const [top = ""] = script.split("/");
  const inFolder = folderOf(script) !== "";
  const isNotebook = script.endsWith(".ipynb");
  return inFolder ? [`${top}/**`] : [...(isNotebook ? [script] : []), `*.${ending}`];
}
