import { createHash } from "node:crypto";
import { ComponentType, HashAlgorithm } from "@cyclonedx/cyclonedx-library/Enums";
import { Bom, Component, NamedLicense, Property, SpdxLicense } from "@cyclonedx/cyclonedx-library/Models";
import { JSON as BomJson } from "@cyclonedx/cyclonedx-library/Serialize";
import { fixupSpdxId } from "@cyclonedx/cyclonedx-library/SPDX";
import { Spec1dot6 } from "@cyclonedx/cyclonedx-library/Spec";
import { toSafeLabel, toSafeText } from "../evidence/limits.ts";
import type { PackageLayer } from "../evidence/package-evidence.ts";
import { type DatasetIdentity, formatFingerprint } from "../evidence/run-evidence.ts";
import { PAWL_VERSION } from "../version.ts";
import { makeModelCardSection } from "./model-card-section.ts";
import { type PackageSources, trainingOf } from "./package-sources.ts";

/** Media type of a CycloneDX document in JSON. */
export const ML_BOM_TYPE = "application/vnd.cyclonedx+json";

const MODEL_REF = "model";

export interface BomRequest {
  readonly model: string;
  /** `sha256:…` of the package's manifest. */
  readonly digest: string;
  readonly layers: readonly PackageLayer[];
  readonly license: string | undefined;
  readonly summary: string | undefined;
  readonly sources: PackageSources;
}

/**
 * The package as a CycloneDX 1.6 ML-BOM: the model with its card and files, the Python packages that it was trained with,
 * the datasets. The same package gives the same bytes.
 */
export function makeMlBom(request: BomRequest): Uint8Array {
  const { model, digest, layers, license, summary, sources } = request;
  const run = sources.run?.evidence;
  const root = new Component(ComponentType.MachineLearningModel, model, {
    bomRef: MODEL_REF,
    version: digest,
    ...(summary === undefined ? {} : { description: toSafeText(summary, 2000) }),
  });
  if (license !== undefined) root.licenses.add(toLicense(license));
  for (const layer of layers) root.components.add(toFile(layer));
  const bom = new Bom({ serialNumber: serialNumber(digest) });
  bom.metadata.component = root;
  if (run !== undefined) bom.metadata.timestamp = new Date(trainingOf(run).finishedAt);
  bom.metadata.tools.components.add(new Component(ComponentType.Application, "pawl", { version: PAWL_VERSION }));
  const data = distinctData(run?.data ?? []);
  for (const component of [...pythonPackages(request), ...data.map(toDataset)]) {
    bom.components.add(component);
    root.dependencies.add(component.bomRef);
  }
  const document = new BomJson.Normalize.Factory(Spec1dot6).makeForBom().normalize(bom, { sortLists: true });
  // The library does not know these two parts of the specification yet.
  const withCard = {
    ...document,
    metadata: {
      ...document.metadata,
      component: { ...document.metadata?.component, modelCard: cardOf(request, data) },
    },
    components: document.components?.map((component) =>
      component.type === "data" ? { ...component, data: [{ type: "dataset", name: component.name }] } : component,
    ),
  };
  return new TextEncoder().encode(`${JSON.stringify(withCard, undefined, 1)}\n`);
}

function cardOf({ sources }: BomRequest, data: readonly DatasetIdentity[]): object {
  return makeModelCardSection(sources, data.map(datasetRef));
}

function toFile({ path, digest, kind, bytes }: PackageLayer): Component {
  const file = new Component(ComponentType.File, path, { bomRef: `file:${path}` });
  file.hashes.set(HashAlgorithm["SHA-256"], digest.slice("sha256:".length));
  file.properties.add(new Property("pawl:kind", kind));
  file.properties.add(new Property("pawl:bytes", String(bytes)));
  return file;
}

function toLicense(license: string): SpdxLicense | NamedLicense {
  const id = fixupSpdxId(license);
  return id === undefined ? new NamedLicense(toSafeLabel(license, 100)) : new SpdxLicense(id);
}

function pythonPackages({ sources }: BomRequest): Component[] {
  const packages = sources.run?.evidence.environment.python?.packages ?? {};
  const byRef = new Map<string, Component>();
  for (const [name, version] of Object.entries(packages)) {
    // PEP 503: one distribution has many spellings.
    const normal = name.toLowerCase().replace(/[-_.]+/g, "-");
    const purl = `pkg:pypi/${encodeURIComponent(normal)}@${encodeURIComponent(version)}`;
    byRef.set(purl, new Component(ComponentType.Library, normal, { version, purl, bomRef: purl }));
  }
  return [...byRef.values()];
}

function distinctData(data: readonly DatasetIdentity[]): DatasetIdentity[] {
  return [...new Map(data.map((identity) => [datasetRef(identity), identity])).values()];
}

function datasetRef(identity: DatasetIdentity): string {
  return `data:${identity.name}@${formatFingerprint(identity)}`;
}

function toDataset(identity: DatasetIdentity): Component {
  const component = new Component(ComponentType.Data, identity.name, {
    bomRef: datasetRef(identity),
    version: formatFingerprint(identity),
  });
  if (identity.algorithm === "sha256") component.hashes.set(HashAlgorithm["SHA-256"], identity.value);
  component.properties.add(new Property("pawl:path", identity.path));
  return component;
}

/** A UUID of version 8, which is free to use, made of the package's digest: no clock and no chance. */
function serialNumber(digest: string): string {
  const hex = createHash("sha256").update(`pawl.ml-bom/v1\n${digest}`).digest("hex");
  const variant = "89ab".charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
