import { z } from "zod";

/** Inputs that every action on a dataset ends with. */
export const DATASET_INPUTS = {
  "working-directory": z
    .string()
    .max(500)
    .default(".")
    .describe("Folder to which the paths of the other inputs are relative."),
  "github-token": z.string().max(2000).optional().describe("Token with which the reference is read from the ledger."),
} as const;
