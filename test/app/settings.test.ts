import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readSettings } from "../../app/settings.ts";

const { privateKey: PEM } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const GOOD = { APP_ID: "12", PRIVATE_KEY: PEM, WEBHOOK_SECRET: "0123456789abcdef" };
const noFile = (): string => {
  throw Object.assign(new Error("no such file"), { code: "ENOENT" });
};

describe("settings", () => {
  it.each`
    how                           | env
    ${"PEM, as GitHub gives it"}  | ${{ PRIVATE_KEY: PEM }}
    ${"PEM with \\n written out"} | ${{ PRIVATE_KEY: PEM.replaceAll("\n", "\\n") }}
    ${"base64 of PEM"}            | ${{ PRIVATE_KEY: Buffer.from(PEM).toString("base64") }}
    ${"a file"}                   | ${{ PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: "key.pem" }}
  `("private key: $how", ({ env }) => {
    const { credentials } = readSettings({ ...GOOD, ...env }, () => PEM);
    expect(credentials).toMatchObject({ appId: 12, webhookSecret: GOOD.WEBHOOK_SECRET });
    expect(credentials?.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });

  it.each`
    what                         | env                                                            | named
    ${"no webhook secret"}       | ${{ WEBHOOK_SECRET: undefined }}                               | ${/^WEBHOOK_SECRET is not set/}
    ${"empty webhook secret"}    | ${{ WEBHOOK_SECRET: " " }}                                     | ${/^WEBHOOK_SECRET is not set/}
    ${"Probot's default secret"} | ${{ WEBHOOK_SECRET: "development" }}                           | ${/^WEBHOOK_SECRET is "development"/}
    ${"a short secret"}          | ${{ WEBHOOK_SECRET: "abc" }}                                   | ${/^WEBHOOK_SECRET has fewer/}
    ${"no APP_ID"}               | ${{ APP_ID: undefined }}                                       | ${/^APP_ID is not set/}
    ${"an APP_ID in words"}      | ${{ APP_ID: "pawl" }}                                          | ${/^APP_ID is not a number/}
    ${"no key"}                  | ${{ PRIVATE_KEY: undefined }}                                  | ${/^PRIVATE_KEY is not set/}
    ${"a key that is none"}      | ${{ PRIVATE_KEY: "hello" }}                                    | ${/^PRIVATE_KEY is not a private key/}
    ${"a key file that is none"} | ${{ PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: "nowhere.pem" }} | ${/^PRIVATE_KEY_PATH names a file/}
    ${"a port in words"}         | ${{ PORT: "http" }}                                            | ${/^PORT /}
    ${"an unknown log level"}    | ${{ LOG_LEVEL: "loud" }}                                       | ${/^LOG_LEVEL /}
    ${"an API that is none"}     | ${{ GITHUB_API_URL: "ftp://x" }}                               | ${/^GITHUB_API_URL /}
  `("$what is refused, and the variable named", ({ env, named }) => {
    expect(() => readSettings({ ...GOOD, ...env }, noFile)).toThrow(named);
  });

  it("without any credentials the App has to be registered first", () => {
    expect(readSettings({ WEBHOOK_SECRET: "development" }, noFile).credentials).toBeUndefined();
  });

  it.each`
    env                                                       | apiUrl
    ${{}}                                                     | ${undefined}
    ${{ GITHUB_API_URL: "https://ghe.example/api/v3/" }}      | ${"https://ghe.example/api/v3"}
    ${{ GITHUB_API_URL: "http://127.0.0.1:4010" }}            | ${"http://127.0.0.1:4010"}
    ${{ GHE_HOST: "ghe.example" }}                            | ${"https://ghe.example/api/v3"}
    ${{ GHE_HOST: "ghe.example:8080", GHE_PROTOCOL: "http" }} | ${"http://ghe.example:8080/api/v3"}
  `("$env → $apiUrl", ({ env, apiUrl }) => {
    expect(readSettings(env, noFile).apiUrl).toBe(apiUrl);
  });
});
