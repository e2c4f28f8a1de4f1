import { checkStatus } from "../../core/monitoring/check-status.ts";
import { type ModelStatus, modelStatus } from "../../core/registry/model-status.ts";
import type { PackageState } from "../../core/registry/package-reader.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { renderModelStatus } from "../../core/report/render-status.ts";
import { readMonitoring } from "../monitoring/read-monitoring.ts";
import { readProjectInForce } from "../reconcile-default-branch.ts";
import { readAliases } from "../registry/read-aliases.ts";
import { readRegistry } from "../registry/read-registry.ts";
import { readVersion } from "../registry/read-version.ts";
import { askPackages } from "../registry/read-version-facts.ts";
import type { Workplace } from "../workplace.ts";
import type { CommentCommand } from "./comment-command.ts";
import { NO_PROJECT } from "./find-target.ts";

export const STATUS: CommentCommand = {
  usage: "status [model]",
  meaning: "Says what serves where, since when, and whether it can be pulled now.",
  place: "anywhere",
  entitled: "write",
  run: async (workplace, { words, defaultBranch }) => {
    const project = await readProjectInForce(workplace, defaultBranch);
    if (project === undefined) return { kind: "confused", answer: NO_PROJECT };
    const names = project.models.map(({ name }) => name);
    const unknown = words.filter((word) => !names.includes(word));
    if (unknown.length > 0) {
      const known = names.map((name) => formatCode(name)).join(", ");
      return { kind: "confused", answer: `There is no model of that name. \`.github/pawl.yml\` has ${known}.` };
    }
    const found: ModelStatus[] = [];
    for (const model of words.length > 0 ? words : names) found.push(await readStatus(workplace, model, defaultBranch));
    const { ledger, movedTags } = workplace.memory;
    return {
      kind: "done",
      answer: renderModelStatus(found, {
        foreign: ledger?.foreign.map(({ sha }) => sha) ?? [],
        movedTags: [...movedTags.keys()],
      }),
    };
  },
};

async function readStatus(workplace: Workplace, model: string, defaultBranch: string): Promise<ModelStatus> {
  const registry = await readRegistry(workplace, model);
  const { parsed } = await readAliases(workplace, model, defaultBranch);
  const aliases = "aliases" in parsed ? parsed.aliases : new Map<string, number>();
  const pullable = new Map<string, PackageState>();
  for (const number of new Set(aliases.values())) {
    const version = await readVersion(workplace, model, number);
    if (version !== undefined) pullable.set(version.digest, await askPackages(workplace, version));
  }
  const checks = checkStatus(await readMonitoring(workplace, model), workplace.now());
  return modelStatus({ model, aliases, registry, pullable, checks });
}
