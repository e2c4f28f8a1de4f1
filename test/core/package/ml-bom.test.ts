import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { type BomRequest, makeMlBom } from "../../../src/core/package/make-ml-bom.ts";
import { PREDICTIONS, packageSources, WEIGHTS } from "../../support/package-sources.ts";

// The official schema, as CycloneDX' own library brings it.
const schemaFile = (name: string): unknown =>
  JSON.parse(
    readFileSync(
      createRequire(import.meta.url)
        .resolve("@cyclonedx/cyclonedx-library/package.json")
        .replace(/package\.json$/, `res/schema/${name}.SNAPSHOT.schema.json`),
      "utf8",
    ),
  );

const ajv = formats.default(new Ajv({ strict: false, allErrors: true, validateFormats: true }));
// Of draft 2019; ajv-formats ends at 7.
for (const format of ["iri-reference", "idn-email"]) ajv.addFormat(format, /^\S*$/);
for (const name of ["spdx", "jsf-0.82"]) {
  ajv.addSchema({ ...Object(schemaFile(name)), $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json` });
}
const validate = ajv.compile(Object(schemaFile("bom-1.6")));

const layers = [WEIGHTS, PREDICTIONS].map(({ kind, path, bytes, sha256 }) => ({
  ...{ kind, path, bytes },
  mediaType: `application/vnd.cncf.model.${kind}.v1.raw`,
  digest: `sha256:${sha256}`,
}));

const request = (more: Partial<BomRequest> = {}): BomRequest => ({
  model: "late-flights",
  digest: `sha256:${"5".repeat(64)}`,
  layers,
  license: "apache-2.0",
  summary: "Will a flight be late?",
  sources: packageSources(),
  ...more,
});
const bom = (more: Partial<BomRequest> = {}) => JSON.parse(new TextDecoder().decode(makeMlBom(request(more))));

const HOSTILE = "</script> \u0000\u202E\"'; DROP & <x> @a\n\r\t";

describe("the ML-BOM", () => {
  it.each`
    what                              | more
    ${"everything"}                   | ${{}}
    ${"no evidence"}                  | ${{ sources: { run: undefined, evaluations: [], data: [] } }}
    ${"a licence of its own"}         | ${{ license: "our licence" }}
    ${"no licence"}                   | ${{ license: undefined, summary: undefined }}
    ${"hostile names"}                | ${{ summary: HOSTILE, license: HOSTILE, sources: packageSources({ run: { parameters: { [HOSTILE]: HOSTILE }, environment: { cpuCount: 1, memoryMiB: 1, python: { version: "3", packages: { [HOSTILE]: HOSTILE } } } }, evaluation: { customMetrics: { [HOSTILE]: 1 } } }) }}
    ${"one package in two spellings"} | ${{ sources: packageSources({ run: { environment: { cpuCount: 1, memoryMiB: 1, python: { version: "3", packages: { "a.b": "1", A_b: "1" } } } } }) }}
    ${"a regression"}                 | ${{ sources: packageSources({ evaluation: { task: "regression" } }) }}
  `("is valid for the official schema of CycloneDX 1.6 with $what", ({ more }: { more: Partial<BomRequest> }) => {
    expect(validate(bom(more)), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  });

  it("the schema would notice a wrong document", () => {
    expect(validate({ ...bom(), serialNumber: "urn:uuid:1" })).toBe(false);
    const wrong = bom();
    wrong.metadata.component.modelCard.quantitativeAnalysis.performanceMetrics[0].confidenceInterval = [1, 2];
    expect(validate(wrong)).toBe(false);
  });

  it("lists the model with its card and files, the packages of its training, and the data", () => {
    expect(bom()).toMatchObject({
      specVersion: "1.6",
      metadata: {
        timestamp: "2026-11-20T10:00:09.000Z",
        component: {
          type: "machine-learning-model",
          name: "late-flights",
          version: `sha256:${"5".repeat(64)}`,
          licenses: [{ license: { id: "Apache-2.0" } }],
          components: [
            { type: "file", name: "model.joblib", hashes: [{ alg: "SHA-256", content: WEIGHTS.sha256 }] },
            { type: "file", name: "predictions.csv" },
          ],
          modelCard: {
            modelParameters: {
              task: "classification",
              approach: { type: "supervised" },
              datasets: [{ ref: `data:flights@sha256:${"f".repeat(64)}` }],
            },
            quantitativeAnalysis: {
              performanceMetrics: [
                { type: "roc-auc", value: "0.83125", confidenceInterval: { lowerBound: "0.81", upperBound: "0.85" } },
                { type: "accuracy", value: "0.74" },
                { type: "roc-auc", value: "0.8", slice: "origin=HNL" },
              ],
            },
            properties: expect.arrayContaining([{ name: "pawl:parameter:depth", value: "6" }]),
          },
        },
      },
      components: expect.arrayContaining([
        expect.objectContaining({
          type: "data",
          name: "flights",
          version: `sha256:${"f".repeat(64)}`,
          data: [{ type: "dataset", name: "flights" }],
        }),
        expect.objectContaining({ type: "library", name: "numpy", purl: "pkg:pypi/numpy@2.4.1" }),
        expect.objectContaining({ name: "typing-extensions", purl: "pkg:pypi/typing-extensions@4.15.0" }),
      ]),
    });
  });

  it("is the same bytes for the same package, and has another number for another", () => {
    expect(makeMlBom(request())).toEqual(makeMlBom(request()));
    const other = bom({ digest: `sha256:${"6".repeat(64)}` });
    expect(other.serialNumber).not.toBe(bom().serialNumber);
  });
});
