import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Registry, startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { requireProgram } from "../../support/require-program.ts";

let folder: string;
let registry: Registry;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "pawl-registry-"));
  registry = await startRegistry({ folder: join(folder, "registry"), port: 0 });
});
afterEach(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const call = (path: string, init?: RequestInit) => fetch(`http://${registry.host}${path}`, init);
const DIGEST_OF_HELLO = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

describe("the sandbox's registry", () => {
  it("takes a blob in pieces, says how far it is, and refuses other bytes than were announced", async () => {
    const started = await call("/v2/acme/flights/blobs/uploads/", { method: "POST" });
    const location = started.headers.get("location") ?? "";
    expect(started.status).toBe(202);
    await call(location, { method: "PATCH", body: "hel", headers: { "content-range": "0-2" } });
    expect((await call(location)).headers.get("range")).toBe("0-2");
    expect((await call(location, { method: "PATCH", body: "xx", headers: { "content-range": "7-8" } })).status).toBe(
      416,
    );
    const done = await call(`${location}?digest=${DIGEST_OF_HELLO}`, { method: "PUT", body: "lo" });
    expect(done.status).toBe(201);
    expect(await (await call(`/v2/acme/flights/blobs/${DIGEST_OF_HELLO}`)).text()).toBe("hello");

    const other = (await call("/v2/acme/flights/blobs/uploads/", { method: "POST" })).headers.get("location") ?? "";
    expect((await call(`${other}?digest=${DIGEST_OF_HELLO}`, { method: "PUT", body: "bye" })).status).toBe(400);
  });

  it.each`
    path                                                         | status
    ${"/v2/"}                                                    | ${200}
    ${"/v2/acme/flights/blobs/sha256:00"}                        | ${404}
    ${"/v2/acme/flights/manifests/v1"}                           | ${404}
    ${"/v2/../../etc/passwd/blobs/x"}                            | ${404}
    ${"/v2/acme/flights/blobs/..%2f..%2fsecret"}                 | ${404}
    ${"/v2/acme/flights/blobs/uploads/..%2f..%2fblobs%2fsecret"} | ${404}
  `("answers $path with $status", async ({ path, status }: { path: string; status: number }) => {
    expect((await call(path)).status).toBe(status);
  });

  const skopeo = requireProgram("skopeo", "apt-get install skopeo");
  it.skipIf(!skopeo)("is one to skopeo: a layout goes in and comes back the same", async () => {
    const layout = join(folder, "layout");
    execFileSync("mkdir", ["-p", join(layout, "blobs", "sha256")]);
    const config = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    const layer = DIGEST_OF_HELLO.slice(7);
    writeFileSync(join(layout, "blobs/sha256", config), "{}");
    writeFileSync(join(layout, "blobs/sha256", layer), "hello");
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: { mediaType: "application/vnd.oci.empty.v1+json", digest: `sha256:${config}`, size: 2 },
      layers: [{ mediaType: "application/octet-stream", digest: DIGEST_OF_HELLO, size: 5 }],
    });
    const digest = execFileSync("sha256sum", { input: manifest, encoding: "utf8" }).slice(0, 64);
    writeFileSync(join(layout, "blobs/sha256", digest), manifest);
    writeFileSync(join(layout, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
    writeFileSync(
      join(layout, "index.json"),
      JSON.stringify({
        schemaVersion: 2,
        manifests: [
          {
            mediaType: "application/vnd.oci.image.manifest.v1+json",
            digest: `sha256:${digest}`,
            size: manifest.length,
            annotations: { "org.opencontainers.image.ref.name": "v1" },
          },
        ],
      }),
    );
    const run = promisify(execFile);
    const copy = (...args: string[]) =>
      run("skopeo", ["--insecure-policy", "copy", "--quiet", ...args], { timeout: 30_000 });
    await copy("--dest-tls-verify=false", `oci:${layout}:v1`, `docker://${registry.host}/acme/flights:v1`);
    await copy("--src-tls-verify=false", `docker://${registry.host}/acme/flights:v1`, `oci:${join(folder, "back")}:v1`);
    expect(readdirSync(join(folder, "back/blobs/sha256")).toSorted()).toEqual([config, digest, layer].toSorted());
  });
});
