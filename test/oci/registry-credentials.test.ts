import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MANIFEST_TYPE } from "../../src/oci/oci-documents.ts";
import { openOciStore } from "../../src/oci/open-oci-store.ts";
import { type Credentials, credentialsFor } from "../../src/oci/registry/credentials.ts";
import { dockerConfigPath, dockerCredentials } from "../../src/oci/registry/docker-credentials.ts";
import { parseChallenge } from "../../src/oci/registry/parse-challenge.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { type FakeRegistry, startFakeRegistry } from "./fake-registry.ts";
import { sampleBlob } from "./sample-blob.ts";

const patience = { attempts: 3, firstDelayMs: 2, settleMs: 5 };
const ANA: Credentials = { kind: "basic", username: "ana", password: "secret" };

/** A token service that gives `<what is asked for>/<how often it was asked>`, to Ana or anybody. */
function startTokenService(closed = false): Promise<FakeRegistry> {
  return startFakeRegistry(async ({ seen, earlier, answer, read }) => {
    const body = new URLSearchParams((await read()).toString("utf8"));
    const known =
      seen.headers.authorization === "Basic YW5hOnNlY3JldA==" || body.get("refresh_token") === "refresh" || !closed;
    const scope = new URL(seen.path, "http://token").searchParams.get("scope") ?? body.get("scope");
    answer.writeHead(known ? 200 : 401).end(JSON.stringify({ token: `${scope ?? ""}/${String(earlier.length)}` }));
    return true;
  });
}

/** A registry that takes a token for what a request does, and only those that are not withdrawn. */
async function startGuarded(token: FakeRegistry, withdrawn: (authorization: string) => boolean = () => false) {
  return startFakeRegistry(({ seen, answer }) => {
    const reads = seen.method === "GET" || seen.method === "HEAD";
    const { authorization = "" } = seen.headers;
    const fits = authorization.startsWith(
      reads ? "Bearer repository:acme/model:pull" : "Bearer repository:acme/model:pull,push",
    );
    if (fits && !withdrawn(authorization)) return false;
    const realm = `Bearer realm="http://${token.address}/token",service="registry.example",scope="repository:acme/model:pull"`;
    answer.writeHead(401, { "www-authenticate": realm }).end();
    return true;
  });
}

describe("the token flow", () => {
  it("asks once for reading and once for writing, however many blobs there are, and only the service sees the password", async () => {
    const token = await startTokenService(true);
    const fake = await startGuarded(token);
    const store = openOciStore(`${fake.address}/acme/model`, { patience, credentials: async () => ANA });
    await Promise.all([1, 2, 3, 4].map((size) => store.pushBlob(sampleBlob(size))));
    await store.pushManifest(Buffer.from("{}"), MANIFEST_TYPE, "v1");
    expect(fake.blobs.size).toBe(4);
    expect(token.seen.map(({ path }) => new URL(path, "http://token").searchParams.get("scope"))).toEqual([
      "repository:acme/model:pull",
      "repository:acme/model:pull,push",
    ]);
    expect(token.seen.every(({ path }) => path.includes("service=registry.example"))).toBe(true);
    expect(fake.seen.every(({ headers }) => !/^basic/i.test(headers.authorization ?? ""))).toBe(true);
  });

  it("gets a new token where one has run out, also in the middle of an upload", async () => {
    const token = await startTokenService();
    const used = new Map<string, number>();
    // Each token serves three requests.
    const fake = await startGuarded(token, (authorization) => {
      used.set(authorization, (used.get(authorization) ?? 0) + 1);
      return (used.get(authorization) ?? 0) > 3;
    });
    const store = openOciStore(`${fake.address}/acme/model`, { patience, chunkBytes: 2 ** 20 });
    const blob = sampleBlob(8 * 2 ** 20);
    expect(await store.pushBlob(blob)).toBe("pushed");
    expect(fake.blobs.get(blob.digest)?.equals(blob.bytes)).toBe(true);
    expect(token.seen.length).toBeGreaterThan(3);
  });

  it("exchanges a refresh token, and passes on a token of the registry's own", async () => {
    const token = await startTokenService(true);
    const fake = await startGuarded(token);
    const open = (credentials: Credentials) =>
      openOciStore(`${fake.address}/acme/model`, { patience, credentials: async () => credentials });
    expect(await open({ kind: "identity-token", token: "refresh" }).hasBlob(sampleBlob(1).digest)).toBe(false);
    expect(token.seen.map(({ method }) => method)).toEqual(["POST"]);
    const own: Credentials = { kind: "bearer", token: "repository:acme/model:pull/mine" };
    expect(await open(own).hasBlob(sampleBlob(1).digest)).toBe(false);
    expect(token.seen).toHaveLength(1);
  });

  it.each<[string, Credentials | undefined, RegExp]>([
    ["nobody", undefined, /answered 401 for repository:acme\/model:pull/],
    ["somebody unknown", { kind: "basic", username: "eve", password: "x" }, /answered 401/],
    ["a token that is none", { kind: "bearer", token: "old" }, /answered 401 to a look/],
  ])("turns away %s, once", async (_who, credentials, said) => {
    const token = await startTokenService(true);
    const fake = await startGuarded(token);
    const store = openOciStore(`${fake.address}/acme/model`, { patience, credentials: async () => credentials });
    await expect(store.hasBlob(sampleBlob(1).digest)).rejects.toThrow(said);
    expect(fake.seen.length + token.seen.length).toBe(2);
  });

  it("speaks to no token service that is not on the web", async () => {
    const fake = await startFakeRegistry(({ answer }) => {
      answer.writeHead(401, { "www-authenticate": 'Bearer realm="file:///etc/passwd"' }).end();
      return true;
    });
    await expect(
      openOciStore(`${fake.address}/acme/model`, { patience }).hasBlob(sampleBlob(1).digest),
    ).rejects.toThrow(/address of file:/);
  });
});

describe("challenges", () => {
  it.each`
    header                                                    | challenge
    ${'Bearer realm="https://a/t",service="s",scope="x:y:z"'} | ${{ kind: "bearer", realm: "https://a/t", service: "s", scope: "x:y:z" }}
    ${'bearer  realm="https://a/\\"t" , error=invalid_token'} | ${{ kind: "bearer", realm: 'https://a/"t', service: undefined, scope: undefined }}
    ${'Basic realm="x", Bearer realm="https://a/t"'}          | ${{ kind: "bearer", realm: "https://a/t", service: undefined, scope: undefined }}
    ${"Basic realm=x"}                                        | ${{ kind: "basic" }}
    ${"Basic"}                                                | ${{ kind: "basic" }}
    ${"Bearer"}                                               | ${undefined}
    ${'Bearer service="s"'}                                   | ${undefined}
    ${"Negotiate"}                                            | ${undefined}
    ${undefined}                                              | ${undefined}
    ${`Bearer realm="${"x".repeat(5000)}"`}                   | ${undefined}
  `("$header", ({ header, challenge }) => {
    expect(parseChallenge(header)).toEqual(challenge);
  });
});

describe("Docker's configuration", () => {
  const auth = Buffer.from("ana:secret:with:colons").toString("base64");
  const found = { kind: "basic", username: "ana", password: "secret:with:colons" };

  function configured(config: unknown) {
    const folder = temporaryFolder();
    const path = dockerConfigPath({ DOCKER_CONFIG: folder });
    writeFileSync(path, typeof config === "string" ? config : JSON.stringify(config));
    return dockerCredentials(path);
  }

  it.each`
    what                            | config                                                                      | registry              | expected
    ${"a host"}                     | ${{ auths: { "ghcr.io": { auth } } }}                                       | ${"ghcr.io"}          | ${found}
    ${"an address"}                 | ${{ auths: { "https://ghcr.io/": { auth } } }}                              | ${"GHCR.io"}          | ${found}
    ${"a host and port"}            | ${{ auths: { "localhost:5000": { auth } } }}                                | ${"localhost:5000"}   | ${found}
    ${"Docker's hub"}               | ${{ auths: { "https://index.docker.io/v1/": { auth } } }}                   | ${"docker.io"}        | ${found}
    ${"a part of a registry"}       | ${{ auths: { "ghcr.io": { auth: "eDp5" }, "ghcr.io/acme": { auth } } }}     | ${"ghcr.io"}          | ${found}
    ${"another part"}               | ${{ auths: { "ghcr.io/acm": { auth } } }}                                   | ${"ghcr.io"}          | ${undefined}
    ${"another host"}               | ${{ auths: { "ghcr.io": { auth } } }}                                       | ${"ghcr.io.evil.com"} | ${undefined}
    ${"user and password"}          | ${{ auths: { "ghcr.io": { username: "a", password: "b" } } }}               | ${"ghcr.io"}          | ${{ kind: "basic", username: "a", password: "b" }}
    ${"a refresh token"}            | ${{ auths: { "ghcr.io": { auth, identitytoken: "t" } } }}                   | ${"ghcr.io"}          | ${{ kind: "identity-token", token: "t" }}
    ${"a program for another"}      | ${{ auths: { "ghcr.io": { auth } }, credHelpers: { "x.io": "ecr-login" } }} | ${"ghcr.io"}          | ${found}
    ${"a store with nothing of it"} | ${{ credsStore: "desktop" }}                                                | ${"ghcr.io"}          | ${undefined}
    ${"nothing"}                    | ${{}}                                                                       | ${"ghcr.io"}          | ${undefined}
  `("credentials of $what", async ({ config, registry, expected }) => {
    expect(await configured(config)(registry, "acme/model")).toEqual(expected);
  });

  it.each`
    what                       | config                                                 | said
    ${"a program of its own"}  | ${{ credHelpers: { "ghcr.io": "ecr-login" } }}         | ${/leaves the credentials of ghcr.io to docker-credential-ecr-login/}
    ${"a program for all"}     | ${{ auths: { "ghcr.io": {} }, credsStore: "desktop" }} | ${/docker-credential-desktop/}
    ${"an entry that is none"} | ${{ auths: { "ghcr.io": { auth: "c2VjcmV0" } } }}      | ${/auth is not user:password in base64$/}
    ${"a file that is none"}   | ${'{"auths": {"ghcr.io": {"auth": "c2VjcmV0"'}         | ${/is no configuration of Docker$/}
  `("says clearly that it cannot use $what, without the secret", async ({ config, said }) => {
    const asked = configured(config)("ghcr.io", "acme/model");
    await expect(asked).rejects.toThrow(said);
    await expect(asked).rejects.not.toThrow(/c2VjcmV0|secret/);
  });

  it("has none where there is no file, and gives a registry's to no other", async () => {
    expect(await dockerCredentials(join(temporaryFolder(), "config.json"))("ghcr.io", "acme/model")).toBeUndefined();
    const source = credentialsFor("ghcr.io", "ana", "secret");
    expect(await source("GHCR.IO", "acme/model")).toMatchObject({ username: "ana" });
    expect(await source("ghcr.io.evil.com", "acme/model")).toBeUndefined();
  });
});
