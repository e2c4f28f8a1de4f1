import { expect, it } from "vitest";
import { type Signer, signPackage } from "../../actions/package/sign-package.ts";

const env = {
  ACTIONS_ID_TOKEN_REQUEST_URL: "http://127.0.0.1:9/",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "t",
  GITHUB_REPOSITORY: "acme/demo",
};
const request = { name: "ghcr.io/acme/demo", digest: `sha256:${"5".repeat(64)}`, token: "t", env };
const failing =
  (message: string): Signer =>
  async () => {
    throw new Error(message);
  };

it("a digest is signed, and the evidence says where the signature is kept", async () => {
  const asked: unknown[] = [];
  const signed = await signPackage(request, async (given) => {
    asked.push(given);
    return { id: "77", bundle: { mediaType: "x" } };
  });
  expect(asked).toEqual([{ name: "ghcr.io/acme/demo", sha256: "5".repeat(64), token: "t" }]);
  expect(signed.attestation).toEqual({
    kind: "signed",
    id: "77",
    url: "https://github.com/acme/demo/attestations/77",
  });
  expect(new TextDecoder().decode(signed.bundle)).toBe('{"mediaType":"x"}');
});

it.each`
  what                      | sign                                                                                | said
  ${"the plan has none"}    | ${failing("Failed to persist attestation: Feature not available for the demo")}     | ${"This plan has no artifact attestations for private repositories"}
  ${"the job may not"}      | ${failing("Failed to persist attestation: Resource not accessible by integration")} | ${"The job may not write attestations"}
  ${"the service is down"}  | ${failing("connect ECONNREFUSED")}                                                  | ${"Signing failed: connect ECONNREFUSED"}
  ${"GitHub keeps nothing"} | ${async () => ({ id: undefined, bundle: {} })}                                      | ${"GitHub did not keep the attestation"}
`("a package is not lost where $what", async ({ sign, said }: { sign: Signer; said: string }) => {
  const { attestation, bundle } = await signPackage(request, sign);
  expect(attestation).toMatchObject({ kind: "digests-only", reason: expect.stringContaining(said) });
  expect(bundle).toBeUndefined();
});
