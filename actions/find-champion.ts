import { LEDGER_BRANCH } from "../src/core/evidence/ledger-index.ts";
import { documentDigest } from "../src/core/evidence/statement.ts";
import { aliasPath } from "../src/core/registry/alias-file.ts";
import { holderOf } from "../src/core/registry/find-version.ts";
import { parseAliases } from "../src/core/registry/parse-aliases.ts";
import { type ModelVersion, registryPath, versionPath } from "../src/core/registry/registry.ts";
import { parseModelVersion, parseRegistry } from "../src/core/registry/registry-documents.ts";
import { readFileAt } from "../src/github/contents.ts";
import { readLedgerDocument } from "../src/github/ledger.ts";
import type { Octokit } from "../src/github/octokit.ts";
import type { Repository } from "../src/github/repository.ts";
import { readRepositoryFacts } from "../src/github/repository-facts.ts";

export interface ChampionSearch {
  readonly octokit: Octokit;
  readonly repository: Repository;
  readonly model: string;
  /** The alias whose holder is the champion. */
  readonly alias: string;
  /** Sentences that say why there is none; grows. */
  readonly notes: string[];
}

/** The version that holds the alias on the default branch; `undefined` where none does, or where what says so is not valid. */
export async function findChampion(search: ChampionSearch): Promise<ModelVersion | undefined> {
  return (await findHolder(search))?.version;
}

export interface AliasHolder {
  readonly version: ModelVersion;
  /** When it came to hold the alias; where no move is on record, when it was registered. ISO 8601, UTC. */
  readonly since: string;
}

/** As `findChampion`, with since when. */
export async function findHolder(search: ChampionSearch): Promise<AliasHolder | undefined> {
  const { octokit, repository, model, alias, notes } = search;
  const path = registryPath(model);
  const bytes = await readFileAt(octokit, repository, path, LEDGER_BRANCH);
  if (bytes === undefined) return undefined;
  const registry = parseRegistry(bytes, path);
  const { defaultBranch } = await readRepositoryFacts(octokit, repository);
  const file = await readFileAt(octokit, repository, aliasPath(model), defaultBranch);
  const parsed = file === undefined ? { aliases: new Map() } : parseAliases(file);
  if ("issues" in parsed) {
    notes.push(`${aliasPath(model)} of ${defaultBranch} is not valid, so nothing is compared with the champion.`);
    return undefined;
  }
  const entry = holderOf(registry, parsed.aliases, alias);
  if (entry === undefined) return undefined;
  const document = versionPath(model, entry.version);
  const text = await readLedgerDocument(octokit, repository, document);
  if (documentDigest(text) === entry.document) {
    const moved = registry.promotions.find(
      ({ environment, version }) => environment === alias && version === entry.version,
    );
    return { version: parseModelVersion(text, document), since: moved?.movedAt ?? entry.registeredAt };
  }
  notes.push(`${document} on the ledger is not what the registry says, so nothing is compared with the champion.`);
  return undefined;
}
