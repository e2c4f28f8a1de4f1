import { PawlError } from "../../core/errors.ts";
import { ModelName } from "../../core/evidence/names.ts";
import { type Monitoring, monitoringPath } from "../../core/monitoring/monitoring.ts";
import { parseMonitoring } from "../../core/monitoring/monitoring-documents.ts";
import { type Aliases, aliasPath, modelOfAliasPath } from "../../core/registry/alias-file.ts";
import { parseAliases } from "../../core/registry/parse-aliases.ts";
import { type Registry, registryPath } from "../../core/registry/registry.ts";
import { parseRegistry } from "../../core/registry/registry-documents.ts";
import type { Clone } from "./open-clone.ts";

/** A model as a clone knows it: its aliases on the default branch, its registry on the ledger. */
export interface ClonedModel {
  readonly model: string;
  readonly aliases: Aliases;
  readonly registry: Registry | undefined;
  /** Undefined where there is no ledger, or nobody has looked for drift. */
  readonly monitoring: Monitoring | undefined;
}

/** Models that have an alias file or a registry, by name. */
export async function listModels({ main, ledger }: Clone): Promise<readonly string[]> {
  const files = await main.list(".pawl/aliases");
  const named = files.flatMap((file) => modelOfAliasPath(`.pawl/aliases/${file}`) ?? []);
  const folders = (await ledger?.list("models")) ?? [];
  return [...new Set([...named, ...folders.filter((name) => ModelName.safeParse(name).success)])].toSorted();
}

/**
 * One model.
 *
 * @throws `CONFIG_INVALID` where its alias file cannot be read, `EVIDENCE_INVALID` where the ledger holds something else
 * than the App wrote, `NOT_FOUND` where neither knows the model.
 */
export async function readModel(clone: Clone, model: string): Promise<ClonedModel> {
  const path = aliasPath(model);
  const text = await clone.main.read(path);
  const registered = await clone.ledger?.read(registryPath(model));
  if (text === undefined && registered === undefined) {
    throw new PawlError({
      code: "NOT_FOUND",
      message: `neither ${path} on ${clone.main.name} nor the ledger knows a model ${model}`,
      hint: `Known here: ${(await listModels(clone)).join(", ") || "none yet"}.`,
    });
  }
  const monitored = await clone.ledger?.read(monitoringPath(model));
  const parsed = parseAliases(text ?? "");
  if ("issues" in parsed) {
    const [issue] = parsed.issues;
    throw new PawlError({
      code: "CONFIG_INVALID",
      message:
        `${path}:${String(issue?.line ?? 1)} on ${clone.main.name}: ${issue?.key ?? ""} ${issue?.message ?? ""}`.replace(
          / {2,}/g,
          " ",
        ),
      hint: issue?.hint ?? "Keep only lines like production: 8 in it.",
    });
  }
  return {
    model,
    aliases: parsed.aliases,
    registry: registered === undefined ? undefined : parseRegistry(Buffer.from(registered), registryPath(model)),
    monitoring: monitored === undefined ? undefined : parseMonitoring(Buffer.from(monitored), monitoringPath(model)),
  };
}
