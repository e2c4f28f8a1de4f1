import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PawlError } from "../../core/errors.ts";
import { documentDigest } from "../../core/evidence/statement.ts";
import { promotionPath, type Registry, registryPath, versionPath } from "../../core/registry/registry.ts";
import { renderHistoryTable } from "../../core/registry/render-history.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { renderTable } from "../../core/report/render-table.ts";
import type { Clone } from "../clone/open-clone.ts";
import { readClonedHistory, readClonedVersion } from "../clone/read-history.ts";
import { type ClonedModel, listModels, readModel } from "../clone/read-registries.ts";

export interface ExportedRegistry {
  readonly folder: string;
  readonly models: readonly string[];
  /** Written, relative to the folder. */
  readonly files: readonly string[];
  /** Documents that the registry names and the ledger does not have as it names them. */
  readonly missing: readonly string[];
}

export interface ExportWish {
  readonly folder: string;
  /** As it is shown: relative to where the command was called. */
  readonly shown: string;
  /** `https://github.com/acme/flights`. */
  readonly repositoryUrl: string;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/**
 * Writes every model's registry into a new folder: versions, promotions and aliases as JSON, and a page that a person can
 * read. Only documents whose bytes are those that the registry names.
 *
 * @throws `INPUT_INVALID` where the folder holds something already.
 */
export async function exportRegistry(clone: Clone, wish: ExportWish): Promise<ExportedRegistry> {
  const taken = await readdir(wish.folder).catch(() => []);
  if (taken.length > 0) {
    const message = `${wish.shown} is there already and is not empty`;
    throw new PawlError({ code: "INPUT_INVALID", message, hint: "Name another folder with --export." });
  }
  const files = new Map<string, string>();
  const missing: string[] = [];
  const models = await listModels(clone);
  const pages: string[] = [];
  for (const name of models) {
    const model = await readModel(clone, name);
    files.set(`models/${name}/aliases.json`, toJson(Object.fromEntries(model.aliases)));
    if (model.registry !== undefined) await collect(clone, name, model.registry, { files, missing });
    pages.push(await renderModel(clone, model, wish));
  }
  files.set("README.md", renderPage(pages, wish));
  for (const [path, text] of files) {
    await mkdir(dirname(join(wish.folder, path)), { recursive: true });
    await writeFile(join(wish.folder, path), text, { flag: "wx" });
  }
  return { folder: wish.shown, models, files: [...files.keys()].toSorted(), missing };
}

async function collect(
  { ledger }: Clone,
  model: string,
  registry: Registry,
  { files, missing }: { readonly files: Map<string, string>; readonly missing: string[] },
): Promise<void> {
  files.set(registryPath(model), toJson(registry));
  const named = [
    ...registry.versions.map(({ version, document }) => ({ path: versionPath(model, version), document })),
    ...registry.promotions.map(({ environment, counter, document }) => ({
      path: promotionPath(model, environment, counter),
      document,
    })),
  ];
  for (const { path, document } of named) {
    const text = await ledger?.read(path);
    if (text !== undefined && documentDigest(text) === document) files.set(path, text);
    else missing.push(path);
  }
}

async function renderModel(clone: Clone, model: ClonedModel, { repositoryUrl, now }: ExportWish): Promise<string> {
  const { registry, aliases } = model;
  const columns = ["Version", "Digest", "Where", "Registered", "Serves"].map(
    (title) => ({ title, align: "left" }) as const,
  );
  const rows: (readonly string[])[] = [];
  for (const { version, digest, registeredAt } of registry?.versions ?? []) {
    const document = await readClonedVersion(clone, model, version);
    const location = document?.location;
    const where = location === undefined ? "not known" : location.kind === "oci" ? location.repository : location.uri;
    const serves = [...aliases].filter(([, held]) => held === version).map(([environment]) => formatCode(environment));
    rows.push([
      String(version),
      formatCode(digest, 80),
      formatCode(where, 300),
      registeredAt.slice(0, 10),
      serves.join(", "),
    ]);
  }
  const history = await readClonedHistory(clone, model);
  return [
    `## ${formatCode(model.model)}`,
    rows.length === 0 ? "No version is registered." : renderTable(columns, rows),
    ...(history.length === 0
      ? []
      : ["### History", renderHistoryTable(history, { model: model.model, repositoryUrl, now })]),
  ].join("\n\n");
}

function renderPage(models: readonly string[], { repositoryUrl, now }: ExportWish): string {
  const head = `# Registry of ${repositoryUrl}

Exported on ${now.slice(0, 10)}. Beside this page: \`models/<model>/versions\`, \`promotions\`, \`aliases.json\` and \`registry.json\`, as the ledger
has them. Packages stay where they are; their digests name them. The branch \`pawl\` has the evidence as well:
\`git clone --branch pawl\` is a complete copy.`;
  return `${[head, ...models].join("\n\n")}\n`;
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
