import { z } from "zod";
import { readYaml } from "../config/read-yaml.ts";
import { parseJson } from "./parse-json.ts";
import { projectFiles } from "./project-files.ts";
import type { Guess, ProjectSource } from "./project-source.ts";
import { type DvcStage, readDvcPipeline } from "./read-dvc.ts";
import { languageOf, trainingScripts } from "./scripts.ts";

/** What trains the model. */
export interface Training {
  /** For bash, without what goes before it. */
  readonly command: string;
  /** The file that it starts, where that is known. */
  readonly script: string | undefined;
  /** The stage of dvc.yaml that it is. */
  readonly stage: DvcStage | undefined;
  /** Files at the root that say what it does. */
  readonly files: readonly string[];
}

const Scripts = z.object({ scripts: z.record(z.string(), z.unknown()) });
const MlProject = z.object({ entry_points: z.record(z.string(), z.unknown()) });

/** What trains, from what says so most plainly to what is only called so; `undefined` where nothing is. */
export function detectTraining(source: ProjectSource): Guess<Training> | undefined {
  return (
    fromDvc(source) ?? fromMlProject(source) ?? fromMakefile(source) ?? fromPackageJson(source) ?? fromScripts(source)
  );
}

function fromDvc({ paths, texts }: ProjectSource): Guess<Training> | undefined {
  if (!paths.includes("dvc.yaml")) return undefined;
  const { stages } = readDvcPipeline(texts.get("dvc.yaml"));
  const named = stages.filter(({ name }) => /^[\w-]{1,60}$/.test(name));
  const stage = named.find(({ name }) => name === "train") ?? named.find(({ name }) => /train/i.test(name));
  if (stage === undefined) return undefined;
  const own = new Set(projectFiles(paths));
  return {
    value: {
      command: `dvc repro ${stage.name}`,
      script: stage.deps.find((file) => languageOf(file) !== undefined && own.has(file)),
      stage,

      files: ["dvc.yaml", "dvc.lock"].filter((file) => paths.includes(file)),
    },
    why: [{ code: "dvc.yaml" }, " has a stage ", { code: stage.name }],
  };
}

function fromMlProject({ paths, texts }: ProjectSource): Guess<Training> | undefined {
  const yaml = readYaml(texts.get("MLproject") ?? "");
  const parsed = "issues" in yaml ? undefined : MlProject.safeParse(yaml.value);
  if (parsed?.success !== true) return undefined;
  const entry = ["train", "main"].find((name) => Object.hasOwn(parsed.data.entry_points, name));
  if (entry === undefined) return undefined;
  const [script] = trainingScripts(paths);
  const command = `mlflow run . --env-manager local --entry-point ${entry}`;
  return {
    value: { command, script, stage: undefined, files: ["MLproject"] },
    why: [{ code: "MLproject" }, " has an entry point ", { code: entry }],
  };
}

function fromMakefile({ paths, texts }: ProjectSource): Guess<Training> | undefined {
  if (!/^train[ \t]*:(?!=)/m.test(texts.get("Makefile") ?? "")) return undefined;
  const [script] = trainingScripts(paths);
  return {
    value: { command: "make train", script, stage: undefined, files: ["Makefile"] },
    why: [{ code: "Makefile" }, " has a target ", { code: "train" }],
  };
}

function fromPackageJson({ paths, texts }: ProjectSource): Guess<Training> | undefined {
  const parsed = Scripts.safeParse(parseJson(texts.get("package.json")));
  if (!parsed.success || typeof parsed.data.scripts["train"] !== "string") return undefined;
  const [script] = trainingScripts(paths);
  return {
    value: { command: "npm run train", script, stage: undefined, files: ["package.json"] },
    why: [{ code: "package.json" }, " has a script ", { code: "train" }],
  };
}

function fromScripts({ paths }: ProjectSource): Guess<Training> | undefined {
  const [script, ...others] = trainingScripts(paths);
  if (script === undefined) return undefined;
  const more = others.slice(0, 3).flatMap((path, index) => [index === 0 ? "; there are also " : ", ", { code: path }]);
  return {
    value: { command: commandOf(script), script, stage: undefined, files: [] },
    why: ["by its name", ...more],
  };
}

function commandOf(script: string): string {
  if (script.endsWith(".ipynb")) return `jupyter nbconvert --to notebook --execute --inplace ${script}`;
  switch (languageOf(script)) {
    case "r":
      return `Rscript ${script}`;
    case "julia":
      return `julia --project ${script}`;
    default:
      return `python ${script}`;
  }
}
