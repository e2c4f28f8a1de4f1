import { z } from "zod";
import { ModelName } from "../evidence/names.ts";
import { Teams, Users } from "../gate/rules/people.ts";
import { GateConfig } from "./gate-config.ts";

const MAX_ENVIRONMENTS = 50;

const Open = z
  .enum(["auto", "command"])
  .optional()
  .describe(
    "`auto`: registration opens the promotion pull request; `command`: `/pawl promote` does. `command` if not given.",
  );

export const RollbackConfig = z.strictObject({
  gate: GateConfig.optional().describe("Rules of a rollback; one approval if not given."),
  by: z
    .strictObject({
      users: Users,
      teams: Teams,
      permission: z
        .enum(["write", "maintain", "admin"])
        .optional()
        .describe("Everybody with this permission on the repository, or a higher one, may."),
    })
    .optional()
    .describe(
      "Who may ask for one, and confirm an alias that moved without a verdict; `permission: write` if not given. For a confirmation a permission counts from `maintain` on.",
    ),
});
export type RollbackConfig = z.infer<typeof RollbackConfig>;

export const EnvironmentConfig = z.strictObject({
  open: Open,
  workflow: z
    .string()
    .max(100)
    .regex(/^[^/\\]+\.ya?ml$/)
    .optional()
    .describe("File name of the workflow in .github/workflows that is dispatched after the alias moved."),
  gate: GateConfig.optional().describe("Rules of a promotion. Without rules nothing passes."),
  rollback: RollbackConfig.prefault({}).describe("The way back."),
  "on-failure": z
    .enum(["rollback", "nothing"])
    .default("nothing")
    .describe("What a failed deployment causes: a pull request back to the last good version, or nothing."),
  production: z
    .boolean()
    .optional()
    .describe("Whether GitHub marks deployments as production; true for the environment named `production`."),
});
export type EnvironmentConfig = z.infer<typeof EnvironmentConfig>;

export const PromotionConfig = z.strictObject({
  open: Open,
  environments: z
    .record(ModelName, EnvironmentConfig)
    .meta({ maxProperties: MAX_ENVIRONMENTS })
    .default({})
    .describe("One entry for each environment, by name: an alias that a version can hold."),
});
export type PromotionConfig = z.infer<typeof PromotionConfig>;
