import { describe, expect, it } from "vitest";
import { crc32c } from "../../../src/runner/readers/crc32c.ts";

describe("crc32c", () => {
  // RFC 3720, appendix B.4, and the check value of the CRC catalogue.
  it.each`
    what                 | bytes                                           | crc
    ${"32 zeros"}        | ${new Uint8Array(32)}                           | ${0x8a9136aa}
    ${"32 ones"}         | ${new Uint8Array(32).fill(0xff)}                | ${0x62a8ab43}
    ${"0 to 31"}         | ${Uint8Array.from({ length: 32 }, (_, i) => i)} | ${0x46dd794e}
    ${"the check value"} | ${Buffer.from("123456789")}                     | ${0xe3069283}
  `("$what", ({ bytes, crc }: { bytes: Uint8Array; crc: number }) => {
    expect(crc32c(bytes)).toBe(crc);
  });
});
