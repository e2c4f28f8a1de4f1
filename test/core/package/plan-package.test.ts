import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { PackageLayer } from "../../../src/core/evidence/package-evidence.ts";
import type { PackageFile } from "../../../src/core/package/package-file.ts";
import { parsePackageManifest } from "../../../src/core/package/parse-package-manifest.ts";
import { type PackageRequest, planPackage } from "../../../src/core/package/plan-package.ts";
import { COMMIT, PREDICTIONS, packageSources, WEIGHTS } from "../../support/package-sources.ts";
import { HOSTILE_PATHS, PATH_CLASHES, PLAIN_PATHS } from "./hostile-paths.ts";

const code = (path: string, digit = "3"): PackageFile => ({ kind: "code", path, bytes: 7, sha256: digit.repeat(64) });

function request(more: Partial<PackageRequest> = {}): PackageRequest {
  return {
    model: "late-flights",
    files: [PREDICTIONS, code("train.py"), WEIGHTS],
    sourceUrl: "https://github.com/acme/demo",
    commit: COMMIT,
    run: packageSources().run?.evidence,
    license: "apache-2.0",
    title: undefined,
    description: "Will a flight be late?",
    ...more,
  };
}

const json = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

describe("a package", () => {
  const plan = planPackage(request());

  it("has a manifest of the model-spec, weights first", () => {
    expect(json(plan.manifest)).toMatchObject({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      artifactType: "application/vnd.cncf.model.manifest.v1+json",
      config: { mediaType: "application/vnd.cncf.model.config.v1+json", digest: plan.config.digest },
      layers: [
        {
          mediaType: "application/vnd.cncf.model.weight.v1.raw",
          digest: `sha256:${WEIGHTS.sha256}`,
          size: 12,
          annotations: { "org.cncf.model.filepath": "model.joblib" },
        },
        { mediaType: "application/vnd.cncf.model.code.v1.raw" },
        { mediaType: "application/vnd.cncf.model.dataset.v1.raw" },
      ],
      annotations: { "org.opencontainers.image.source": "https://github.com/acme/demo" },
    });
  });

  it.each`
    what              | more
    ${"with a run"}   | ${{}}
    ${"without one"}  | ${{ run: undefined, license: undefined, description: undefined }}
    ${"with a title"} | ${{ title: "Late flights", files: [{ ...WEIGHTS, path: "model.onnx" }] }}
  `("has a config that the model-spec's schema accepts: $what", ({ more }: { more: Partial<PackageRequest> }) => {
    const ajv = formats.default(new Ajv2020({ strict: false }));
    const schema = readFileSync(new URL("fixtures/model-pack-config.schema.json", import.meta.url), "utf8");
    const validate = ajv.compile(JSON.parse(schema));
    const config = json(planPackage(request(more)).config.bytes);
    expect(validate(config), JSON.stringify(validate.errors)).toBe(true);
  });

  it("says in its config which training, which licence and which format", () => {
    expect(json(plan.config.bytes)).toEqual({
      descriptor: {
        name: "late-flights",
        description: "Will a flight be late?",
        createdAt: "2026-11-20T10:00:09.000Z",
        sourceURL: "https://github.com/acme/demo",
        revision: COMMIT,
        licenses: ["apache-2.0"],
      },
      config: { format: "joblib" },
      modelfs: { type: "layers", diffIds: plan.layers.map(({ digest }) => digest) },
    });
  });

  it("lists layers as its evidence does, and reads back as it was written", () => {
    for (const layer of plan.layers) expect(PackageLayer.parse(layer)).toEqual(layer);
    expect(parsePackageManifest(plan.manifest, "a").layers).toEqual(plan.layers);
    expect(plan.bytes).toBe(24);
  });

  it("has the same digest whenever the same files are packed, in whatever order", () => {
    const files = [WEIGHTS, code("train.py"), PREDICTIONS];
    expect(planPackage(request({ files })).digest).toBe(plan.digest);
  });

  it("has the same digest where a run is reused, so that it is no new version", () => {
    const { run } = packageSources();
    if (run === undefined) throw new Error("no run");
    const later = "2026-12-24T10:00:00.000Z";
    const reused = {
      ...run.evidence,
      identity: { ...run.evidence.identity, commit: "b".repeat(40) },
      startedAt: later,
      finishedAt: later,
      reused: {
        workflowRunId: 41,
        workflowRunNumber: 7,
        attempt: 1,
        commit: COMMIT,
        document: "7".repeat(64),
        finishedAt: run.evidence.finishedAt,
      },
    };
    expect(planPackage(request({ run: reused, commit: "b".repeat(40) })).digest).toBe(plan.digest);
  });

  it.each`
    what                 | more
    ${"other weights"}   | ${{ files: [{ ...WEIGHTS, sha256: "9".repeat(64) }] }}
    ${"another path"}    | ${{ files: [{ ...WEIGHTS, path: "other.joblib" }] }}
    ${"another licence"} | ${{ license: "mit" }}
    ${"another model"}   | ${{ model: "early-flights" }}
  `("has another digest with $what", ({ more }: { more: Partial<PackageRequest> }) => {
    expect(planPackage(request({ files: [WEIGHTS], ...more })).digest).not.toBe(
      planPackage(request({ files: [WEIGHTS] })).digest,
    );
  });

  it("may hold the same bytes under two paths", () => {
    const files = [WEIGHTS, code("a/__init__.py"), code("b/__init__.py")];
    expect(planPackage(request({ files })).layers).toHaveLength(3);
  });

  it("needs weights, and not more files than its evidence can list", () => {
    expect(() => planPackage(request({ files: [code("a.py")] }))).toThrow("no file holds the model's weights");
    const many = Array.from({ length: 1000 }, (_, index) => code(`src/${String(index)}.py`));
    expect(() => planPackage(request({ files: [WEIGHTS, ...many] }))).toThrow(
      "1001 files are to be packed, at most 1000",
    );
  });
});

describe("zip slip: a path that leads elsewhere", () => {
  it.each(HOSTILE_PATHS)("is not packed: %s", (_, path, said) => {
    expect(() => planPackage(request({ files: [WEIGHTS, code(path)] }))).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(said),
        hint: "Rename the file, or leave it out with !path.",
      }),
    );
  });

  it.each(HOSTILE_PATHS)("is not unpacked: %s", (_, path, said) => {
    expect(() => parsePackageManifest(forge([path]), "ghcr.io/acme/x")).toThrow(said);
  });

  it.each(PLAIN_PATHS)("a path that leads nowhere else is packed: %s", (path) => {
    expect(planPackage(request({ files: [WEIGHTS, code(path)] })).layers).toHaveLength(2);
  });

  it.each(PATH_CLASHES)("is refused as well where two names would be one file: %s", (_, paths) => {
    expect(() => planPackage(request({ files: [WEIGHTS, ...paths.map((path) => code(path))] }))).toThrow("told apart");
    expect(() => parsePackageManifest(forge(paths), "a")).toThrow("would be one file");
  });
});

/** A manifest that our own code would not write. */
function forge(paths: readonly string[], more: object = {}, layer: object = {}): Uint8Array {
  const manifest = {
    schemaVersion: 2,
    artifactType: "application/vnd.cncf.model.manifest.v1+json",
    config: { mediaType: "application/vnd.cncf.model.config.v1+json", digest: `sha256:${"0".repeat(64)}`, size: 2 },
    layers: paths.map((path) => ({
      mediaType: "application/vnd.cncf.model.weight.v1.raw",
      digest: `sha256:${"0".repeat(64)}`,
      size: 3,
      annotations: { "org.cncf.model.filepath": path },
      ...layer,
    })),
    ...more,
  };
  return new TextEncoder().encode(JSON.stringify(manifest));
}

describe("a manifest of a stranger is refused", () => {
  it.each`
    what                          | bytes                                                                          | said
    ${"no JSON"}                  | ${new TextEncoder().encode("{")}                                               | ${"is not JSON"}
    ${"an image"}                 | ${forge(["a"], { artifactType: undefined })}                                   | ${"is no model package"}
    ${"an archive as a layer"}    | ${forge(["a"], {}, { mediaType: "application/vnd.cncf.model.weight.v1.tar" })} | ${"which is not read here"}
    ${"a layer without a path"}   | ${forge(["a"], {}, { annotations: {} })}                                       | ${"does not say which file"}
    ${"a digest of another kind"} | ${forge(["a"], {}, { digest: "md5:aa" })}                                      | ${"must be sha256"}
    ${"a size without end"}       | ${forge(["a"], {}, { size: 2 ** 50 })}                                         | ${"layers[0].size"}
    ${"more layers than 1000"}    | ${forge(Array.from({ length: 1001 }, (_, index) => String(index)))}            | ${"layers"}
    ${"a reach for a prototype"}  | ${new TextEncoder().encode('{"__proto__":{}}')}                                | ${"is not JSON"}
    ${"five megabytes"}           | ${new Uint8Array(5 * 1024 * 1024)}                                             | ${"larger than 4 MiB"}
  `("$what", ({ bytes, said }: { bytes: Uint8Array; said: string }) => {
    expect(() => parsePackageManifest(bytes, "ghcr.io/acme/x")).toThrow(said);
  });
});
