import { z } from "zod";
import { ModelName } from "../../src/core/evidence/names.ts";
import { OciDigest } from "../../src/core/evidence/oci-digest.ts";
import { numberField } from "../../src/runner/input-fields.ts";
import { REGISTRY_INPUTS } from "../registry-inputs.ts";

/** Inputs of the pull action: the one source of their names, descriptions and defaults. */
export const PullInputs = z.strictObject({
  model: ModelName.optional().describe("Name of the model. Needed with `environment` and `version`."),
  environment: ModelName.optional().describe(
    "Pull the version that holds this alias on the default branch: `production`.",
  ),
  version: numberField({ min: 1, max: 1_000_000_000, integer: true })
    .optional()
    .describe(
      "Pull this version of the registry. Together with `digest` or `reference` it is what they have to agree with.",
    ),
  digest: OciDigest.optional().describe("Digest that the package has to have, `sha256:…`."),
  reference: z
    .string()
    .max(700)
    .optional()
    .describe("What to pull: `ghcr.io/acme/late-flights@sha256:…`. Without it what the registry says of the version."),
  folder: z
    .string()
    .max(500)
    .default("package")
    .describe("Folder to unpack into, relative to the workspace. It must not be there yet, or be empty."),
  ...REGISTRY_INPUTS,
  "github-token": z.string().max(2000).optional().describe("Token with which the ledger is read, and for `ghcr.io`."),
});
export type PullInputs = z.infer<typeof PullInputs>;

/** Outputs of the pull action with what they hold; `index.ts` writes exactly these. */
export const PULL_OUTPUTS = {
  folder: "Absolute path of the folder that the package was unpacked into.",
  digest: "Digest of the package.",
  reference: "What was pulled, by its digest.",
  version: "Version of the registry; empty where only a reference was given.",
  files: "How many files the package has.",
} as const;
export type PullOutputs = Readonly<Record<keyof typeof PULL_OUTPUTS, string | number | undefined>>;
