import { z } from "zod";
import { ModelName } from "../../src/core/evidence/names.ts";
import { linesField } from "../../src/runner/input-fields.ts";
import { REGISTRY_INPUTS } from "../registry-inputs.ts";

/** Inputs of the package action: the one source of their names, descriptions and defaults. */
export const PackageInputs = z.strictObject({
  model: ModelName.describe("Name of the model, as in `.github/pawl.yml`."),
  files: linesField().describe(
    "The model's weights, as paths or globs, one a line. To be traced they have to be among the `outputs` of train.",
  ),
  key: ModelName.optional().describe(
    "Tells apart several packages of one model in one workflow run; the same as train's.",
  ),
  config: linesField()
    .prefault("")
    .describe(
      "What belongs to the weights: tokenizer, label names, a model's own `config.json`. Paths or globs, one a line.",
    ),
  code: linesField()
    .prefault("")
    .describe(
      "Code and parameters, as paths or globs, one a line. Without it the `paths` of the model in `.github/pawl.yml`, as far as git knows them; `none` leaves them out.",
    ),
  docs: linesField()
    .prefault("")
    .describe(
      "Further documents, one path or glob a line. Without it the data contracts that `.github/pawl.yml` names; `none` leaves them out.",
    ),
  card: z
    .string()
    .max(500)
    .optional()
    .describe(
      "Your own model card in the format of Hugging Face. Without it `MODEL_CARD.md`, where there is one. What the evaluation measured is filled in; a field that contradicts it fails the step.",
    ),
  license: z.string().max(100).optional().describe("Licence of the model, as an SPDX identifier like `apache-2.0`."),
  predictions: z
    .string()
    .max(500)
    .default("auto")
    .describe(
      "Predictions on the test data, packed so that later versions can be compared row by row: `auto` for those that evaluate scored in this job, `none`, or a file.",
    ),
  evidence: linesField()
    .prefault("")
    .describe(
      "Evidence documents that the package is made from, one path a line. Without it those that train, evaluate and validate-data left in this job.",
    ),
  registry: z
    .string()
    .max(300)
    .optional()
    .describe(
      "Host of an OCI registry, like `ghcr.io`. Without it the package stays in a layout folder, which is uploaded as an artifact.",
    ),
  repository: z
    .string()
    .max(255)
    .optional()
    .describe("Name inside the registry. Without it `<owner>/<repository>/<model>`."),
  ...REGISTRY_INPUTS,
  tags: linesField()
    .prefault("")
    .describe("Tags to set, one a line. Without it `sha-` and the first 12 digits of the commit."),
  layout: z
    .string()
    .max(500)
    .optional()
    .describe(
      "Folder of an OCI layout that the package is written to and that you keep, where no registry is named. Without it `pawl-package` in the working directory.",
    ),
  attest: z
    .enum(["auto", "required", "never"])
    .default("auto")
    .describe(
      "`auto` signs with an artifact attestation where the job may (`id-token: write`, `attestations: write`) and the plan has them; `required` fails the step where it cannot.",
    ),
  "working-directory": z
    .string()
    .max(500)
    .default(".")
    .describe("Folder to which the paths of the other inputs are relative."),
  "github-token": z
    .string()
    .max(2000)
    .optional()
    .describe("Token for `ghcr.io`, for the attestation, and to find an earlier package on the ledger."),
});
export type PackageInputs = z.infer<typeof PackageInputs>;

/** Outputs of the package action with what they hold; `index.ts` writes exactly these. */
export const PACKAGE_OUTPUTS = {
  outcome: "`succeeded` or `failed`.",
  digest: "Digest of the package, `sha256:…`; empty where packing failed.",
  reference: "Where it can be pulled: `ghcr.io/acme/late-flights@sha256:…`.",
  repository: "The same without the digest.",
  lineage: "`complete`, or `broken` where a link between training and package is missing.",
  signed: "`true` where an artifact attestation was made.",
  evidence: "Path of the evidence document.",
  "artifact-name": "Name under which the evidence is uploaded.",
  layout:
    "Layout folder that is uploaded as an artifact; empty where the package is in a registry or a folder of yours.",
  "layout-artifact-name": "Name under which the layout folder is uploaded.",
  folder: "Folder in which the evidence is kept on the runner.",
} as const;
export type PackageOutputs = Readonly<Record<keyof typeof PACKAGE_OUTPUTS, string | boolean | undefined>>;
