import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/core/package/digest-of.ts";
import { createPackageReader } from "../../src/oci/create-package-reader.ts";
import { openOciStore } from "../../src/oci/open-oci-store.ts";
import { readRegistryEnvironment } from "../../src/oci/read-registry-environment.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { startFakeRegistry } from "./fake-registry.ts";
import { packLayers } from "./layout-package.ts";

const RAW = "application/vnd.cncf.model.weight.v1.raw";
const LAYERS = [{ bytes: Buffer.from("weights"), mediaType: RAW, path: "w" }];

describe("the reader of packages", () => {
  it("tells what a registry has under a digest", async () => {
    const fake = await startFakeRegistry();
    const repository = `${fake.address}/acme/model`;
    const digest = await packLayers(openOciStore(repository), LAYERS);
    const reader = createPackageReader({ allowed: [fake.address] });
    expect(await reader.look(repository, digest)).toEqual({ kind: "pullable" });

    const other = digestOf(Buffer.from("other"));
    expect(await reader.look(repository, other)).toEqual({ kind: "absent" });
    fake.manifests.set(other, Buffer.from("changed"));
    expect(await reader.look(repository, other)).toEqual({ kind: "differs", digest: digestOf(Buffer.from("changed")) });
    // The manifest alone cannot be served.
    fake.blobs.delete(digestOf(Buffer.from("weights")));
    expect(await reader.look(repository, digest)).toEqual({ kind: "absent" });
  });

  it("tells what a layout folder has, inside of the folders that may be looked into", async () => {
    const home = temporaryFolder();
    const repository = `oci-layout:${join(home, "models/late-flights")}`;
    const digest = await packLayers(openOciStore(repository), LAYERS);
    const reader = createPackageReader({ allowed: [`oci-layout:${join(home, "models")}`] });
    expect(await reader.look(repository, digest)).toEqual({ kind: "pullable" });
    expect(await reader.look(`oci-layout:${join(home, "models/other")}`, digest)).toEqual({ kind: "absent" });

    const outside = join(home, "secret");
    await packLayers(openOciStore(`oci-layout:${outside}`), LAYERS);
    symlinkSync(outside, join(home, "models/link"));
    const attempts = [
      outside,
      join(home, "models/../secret"),
      join(home, "models/link"),
      `${join(home, "models")}-2`,
      "secret",
    ];
    for (const folder of attempts) {
      expect(await reader.look(`oci-layout:${folder}`, digest)).toMatchObject({ kind: "unknown" });
    }
    rmSync(join(home, "models/late-flights/blobs/sha256", digestOf(Buffer.from("weights")).slice(7)));
    expect(await reader.look(repository, digest)).toEqual({ kind: "absent" });
  });

  it.each`
    repository                            | why
    ${"169.254.169.254/latest/meta-data"} | ${"a job may not choose whom the App speaks to"}
    ${"localhost:6379/x"}                 | ${"nor on its own machine"}
    ${"ghcr.io.evil.example/acme/model"}  | ${"a name that begins alike is another"}
    ${"registry.example/acme-evil/model"} | ${"as is a part that begins alike"}
    ${"registry.example/other/model"}     | ${"or another part"}
    ${"oci-layout:/etc"}                  | ${"or a folder"}
    ${"nonsense"}                         | ${"or nothing"}
  `("does not ask $repository: $why", async ({ repository }) => {
    const reader = createPackageReader({ allowed: ["ghcr.io", "registry.example/acme"] });
    const state = await reader.look(repository, digestOf(Buffer.from("x")));
    expect(state).toMatchObject({ kind: "unknown", reason: expect.stringMatching(/is not among|names no registry/) });
  });

  it("does not wait for ever", async () => {
    const fake = await startFakeRegistry(() => true);
    const reader = createPackageReader({ allowed: [fake.address], timeoutMs: 200 });
    const state = await reader.look(`${fake.address}/acme/model`, digestOf(Buffer.from("x")));
    expect(state).toEqual({ kind: "unknown", reason: "no answer within 0.2 s" });
  });

  it("says why a registry does not tell", async () => {
    const fake = await startFakeRegistry(({ answer }) => {
      answer.writeHead(403).end(JSON.stringify({ errors: [{ code: "DENIED", message: "not yours" }] }));
      return true;
    });
    const state = await createPackageReader({ allowed: [fake.address] }).look(
      `${fake.address}/acme/model`,
      digestOf(Buffer.from("x")),
    );
    expect(state).toMatchObject({
      kind: "unknown",
      reason: expect.stringMatching(/answered 403 .*: DENIED not yours$/),
    });
  });

  it.each`
    env                                                      | allowed
    ${{}}                                                    | ${["ghcr.io"]}
    ${{ PAWL_REGISTRIES: "" }}                               | ${[]}
    ${{ PAWL_REGISTRIES: "ghcr.io/acme, r.example:5000" }}   | ${["ghcr.io/acme", "r.example:5000"]}
    ${{ PAWL_REGISTRIES: "http://r.example oci-layout:/m" }} | ${["http://r.example", "oci-layout:/m"]}
  `("may ask what the environment says: $env", ({ env, allowed }) => {
    expect(readRegistryEnvironment(env).allowed).toEqual(allowed);
  });

  it.each(["acme", "ftp://ghcr.io", "ghcr.io/Acme", "*"])("refuses PAWL_REGISTRIES=%s", (text) => {
    const refused = expect.objectContaining({
      code: "INPUT_INVALID",
      message: expect.stringContaining("PAWL_REGISTRIES"),
    });
    expect(() => readRegistryEnvironment({ PAWL_REGISTRIES: text })).toThrow(refused);
  });
});
