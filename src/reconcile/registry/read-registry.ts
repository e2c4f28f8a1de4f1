import { type Registry, registryPath } from "../../core/registry/registry.ts";
import { parseRegistry } from "../../core/registry/registry-documents.ts";
import { readFileAt } from "../../github/contents.ts";
import type { KnownLedger } from "../memory.ts";
import { readLedger } from "../read-ledger.ts";
import type { Workplace } from "../workplace.ts";

/** The registry of one model as the ledger has it; `undefined` where it has none. Remembered. Throws `EVIDENCE_INVALID`. */
export async function readRegistry(workplace: Workplace, model: string): Promise<Registry | undefined> {
  const ledger = await readLedger(workplace);
  return ledger === undefined ? undefined : readRegistryOf(workplace, ledger, model);
}

/** The registry of one model as of what is trusted of the ledger. */
export async function readRegistryOf(
  { octokit, repository }: Workplace,
  ledger: KnownLedger,
  model: string,
): Promise<Registry | undefined> {
  if (ledger.registries.has(model)) return ledger.registries.get(model);
  const path = registryPath(model);
  const bytes = ledger.trusted === undefined ? undefined : await readFileAt(octokit, repository, path, ledger.trusted);
  const registry = bytes === undefined ? undefined : parseRegistry(bytes, path);
  ledger.registries.set(model, registry);
  return registry;
}
