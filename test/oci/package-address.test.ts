import { describe, expect, it } from "vitest";
import { assertTag, parsePackageAddress, parsePackageReference } from "../../src/oci/package-address.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;

describe("addresses of packages", () => {
  it.each`
    text                                | address
    ${"ghcr.io/acme/late-flights"}      | ${{ kind: "registry", registry: "ghcr.io", name: "acme/late-flights" }}
    ${"localhost/model"}                | ${{ kind: "registry", registry: "localhost", name: "model" }}
    ${"127.0.0.1:5000/a/b/c"}           | ${{ kind: "registry", registry: "127.0.0.1:5000", name: "a/b/c" }}
    ${"[::1]:5000/a__b/c-d/e.f"}        | ${{ kind: "registry", registry: "[::1]:5000", name: "a__b/c-d/e.f" }}
    ${"oci-layout:models/late-flights"} | ${{ kind: "layout", folder: "models/late-flights" }}
    ${"oci-layout:/srv/models"}         | ${{ kind: "layout", folder: "/srv/models" }}
  `("$text", ({ text, address }) => {
    expect(parsePackageAddress(text)).toEqual(address);
  });

  it.each`
    text                             | hint
    ${"late-flights"}                | ${/ghcr.io\/acme/}
    ${"acme/late-flights"}           | ${/ghcr.io\/acme/}
    ${"ghcr.io/Acme/Late-Flights"}   | ${/ghcr.io\/acme\/late-flights/}
    ${"ghcr.io/"}                    | ${/lower-case/}
    ${"ghcr.io/acme/../../v2/other"} | ${/lower-case/}
    ${"ghcr.io/acme/model?x=1"}      | ${/lower-case/}
    ${"ghcr.io/acme/model:v1"}       | ${/Without tag/}
    ${"ghcr.io/acme/model%2fx"}      | ${/lower-case/}
    ${"ghcr.io/a---.b"}              | ${/lower-case/}
    ${"user:secret@ghcr.io/acme"}    | ${/ghcr.io/}
    ${"https://ghcr.io/acme/model"}  | ${/ghcr.io/}
    ${"ghcr.io#/acme/model"}         | ${/ghcr.io/}
    ${"ghcr.io\u0000/acme/model"}    | ${/ghcr.io/}
    ${`ghcr.io/${"a".repeat(256)}`}  | ${undefined}
    ${"oci-layout:"}                 | ${/oci-layout:<folder>/}
    ${"oci-layout:a\u0000b"}         | ${/oci-layout:<folder>/}
    ${""}                            | ${/ghcr.io/}
  `("refuses $text", ({ text, hint }) => {
    const refused = expect.objectContaining({ code: "INPUT_INVALID", hint: hint && expect.stringMatching(hint) });
    expect(() => parsePackageAddress(text)).toThrow(refused);
  });

  it("takes no time to refuse a long name", () => {
    const started = performance.now();
    expect(() => parsePackageAddress(`ghcr.io/${"a-".repeat(100)}!`)).toThrow();
    expect(performance.now() - started).toBeLessThan(500);
  });

  it.each`
    text                                   | repository                    | tag          | digest
    ${"ghcr.io/acme/model"}                | ${"ghcr.io/acme/model"}       | ${undefined} | ${undefined}
    ${"ghcr.io/acme/model:v8.0.0"}         | ${"ghcr.io/acme/model"}       | ${"v8.0.0"}  | ${undefined}
    ${`ghcr.io/acme/model@${DIGEST}`}      | ${"ghcr.io/acme/model"}       | ${undefined} | ${DIGEST}
    ${`localhost:5000/model:v1@${DIGEST}`} | ${"localhost:5000/model"}     | ${"v1"}      | ${DIGEST}
    ${"localhost:5000/model"}              | ${"localhost:5000/model"}     | ${undefined} | ${undefined}
    ${"oci-layout:models/a"}               | ${"oci-layout:models/a"}      | ${undefined} | ${undefined}
    ${"oci-layout:models"}                 | ${"oci-layout:models"}        | ${undefined} | ${undefined}
    ${"oci-layout:models/a:v1"}            | ${"oci-layout:models/a"}      | ${"v1"}      | ${undefined}
    ${"oci-layout:C:\\models\\a"}          | ${"oci-layout:C:\\models\\a"} | ${undefined} | ${undefined}
  `("reference $text", ({ text, repository, tag, digest }) => {
    expect(parsePackageReference(text)).toEqual({ repository, tag, digest });
  });

  it.each([
    "ghcr.io/acme/model:",
    "ghcr.io/acme/model:a b",
    "ghcr.io/acme/model@sha256:abc",
    "ghcr.io/acme/model@md5:x",
  ])("refuses the reference %s", (text) => {
    expect(() => parsePackageReference(text)).toThrow(expect.objectContaining({ code: "INPUT_INVALID" }));
  });

  it("knows how long a tag may be", () => {
    expect(() => assertTag("a".repeat(128))).not.toThrow();
    for (const tag of ["a".repeat(129), "", "-a", ".a", "a/b", "a b"]) expect(() => assertTag(tag)).toThrow();
  });
});
