import { projectFiles } from "./project-files.ts";
import type { Guess, ProjectSource } from "./project-source.ts";
import { type Language, languageOf, trainingScripts } from "./scripts.ts";

/** What a job needs before it can train. */
export interface Setup {
  readonly language: Language;
  /** One or more lines of shell. */
  readonly install: readonly string[];
  /** Put before a command: `uv run `, `poetry run `, or nothing. */
  readonly runner: string;
  /** Files that say what is installed, and so make the model another one. */
  readonly requirements: readonly string[];
  readonly pythonVersion: string;
}

const PYTHON = "3.12";

/** The language of a project, and how its packages are installed; `undefined` where it has no code in one that trains models. */
export function detectSetup(source: ProjectSource): Guess<Setup> | undefined {
  const language = detectLanguage(source.paths);
  if (language === "python") return detectPython(source);
  const has = (path: string) => source.paths.includes(path);
  if (language === "r") {
    const file = ["renv.lock", "DESCRIPTION"].find(has);
    const restore = `Rscript -e 'install.packages("renv", repos = "https://cloud.r-project.org"); renv::restore()'`;
    const value: Setup = {
      language,
      install: ["sudo apt-get update && sudo apt-get install --yes r-base", ...(file === "renv.lock" ? [restore] : [])],
      runner: "",
      requirements: file === undefined ? [] : [file],
      pythonVersion: PYTHON,
    };
    return { value, why: file === undefined ? ["there are R scripts"] : ["there are R scripts and ", { code: file }] };
  }
  if (language === "julia") {
    const files = ["Project.toml", "Manifest.toml"].filter(has);
    const install = [`julia --project -e 'using Pkg; Pkg.instantiate()'`];
    const value: Setup = { language, install, runner: "", requirements: files, pythonVersion: PYTHON };
    return { value, why: ["there are Julia scripts"] };
  }
  return undefined;
}

/** That of what trains; else the one that most files are in. */
function detectLanguage(paths: readonly string[]): Language | undefined {
  const [trains] = trainingScripts(paths);
  if (trains !== undefined) return languageOf(trains);
  const counts = new Map<Language, number>();
  for (const path of projectFiles(paths)) {
    const language = languageOf(path);
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

interface Installer {
  /** The first that is there decides. */
  readonly file: string;
  readonly install: readonly string[];
  readonly runner?: string;
  /** Beside `file`. */
  readonly also?: readonly string[];
}

const CONDA = (file: string): Installer => ({
  file,
  install: [`"$CONDA/bin/conda" env update --name base --file ${file}`, 'echo "$CONDA/bin" >> "$GITHUB_PATH"'],
});

const INSTALLERS: readonly Installer[] = [
  { file: "uv.lock", install: ["pip install uv", "uv sync --locked"], runner: "uv run ", also: ["pyproject.toml"] },
  {
    file: "poetry.lock",
    install: ["pip install poetry", "poetry install --no-interaction"],
    runner: "poetry run ",
    also: ["pyproject.toml"],
  },
  { file: "requirements.txt", install: ["pip install -r requirements.txt"] },
  CONDA("environment.yml"),
  CONDA("environment.yaml"),
  { file: "pyproject.toml", install: ["pip install ."] },
  { file: "setup.py", install: ["pip install ."] },
];

function detectPython({ paths, texts }: ProjectSource): Guess<Setup> {
  const found = INSTALLERS.find(({ file }) => paths.includes(file));
  const pythonVersion = detectPythonVersion(texts);
  if (found === undefined) {
    const value: Setup = { language: "python", install: [], runner: "", requirements: [], pythonVersion };
    return { value, why: ["there is Python, and no file that says which packages it needs"] };
  }
  const { file, install, runner = "", also = [] } = found;
  const requirements = [file, ...also.filter((path) => paths.includes(path))];
  return {
    value: { language: "python", install, runner, requirements, pythonVersion },
    why: ["there is Python, and ", { code: file }],
  };
}

function detectPythonVersion(texts: ReadonlyMap<string, string>): string {
  // Blanks of one line alone: what reads over line breaks from each of them takes minutes for a file of line breaks.
  const pinned = /^[ \t]*(3\.\d{1,2})(?:\.\d+)?[ \t]*\r?$/m.exec(texts.get(".python-version") ?? "")?.[1];
  const least = /requires-python\s*=\s*["'][~=>^ ]*(3\.\d{1,2})/.exec(texts.get("pyproject.toml") ?? "")?.[1];
  return pinned ?? newest(least, PYTHON);
}

function newest(a: string | undefined, b: string): string {
  return Number(a?.split(".")[1] ?? 0) > Number(b.split(".")[1]) ? (a ?? b) : b;
}
