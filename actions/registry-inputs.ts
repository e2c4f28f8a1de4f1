import { z } from "zod";

/** Who an action is at a registry: inputs of every action that pushes to one or pulls from one. */
export const REGISTRY_INPUTS = {
  username: z
    .string()
    .max(200)
    .optional()
    .describe("User of the registry. Not needed after `docker login`, nor for `ghcr.io`."),
  password: z
    .string()
    .max(10_000)
    .optional()
    .describe(
      "Password or token of the registry. Without it what `docker login` left, else for `ghcr.io` the job's token.",
    ),
} as const;
