import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readZippedFile, unpackZippedFile } from "../../src/github/zip.ts";
import { buildZip, type ZipEntry } from "../support/build-zip.ts";

const LIMITS = { fileNames: ["run.json"], maxBytes: 1000 };
const GOOD: ZipEntry = { name: "run.json", content: "{}" };

describe("an artifact's archive", () => {
  it("gives its one file", async () => {
    const { name, bytes } = await readZippedFile(buildZip([GOOD]), LIMITS, "artifact x");
    expect([name, Buffer.from(bytes).toString()]).toEqual(["run.json", "{}"]);
  });

  const attacks: readonly (readonly [string, Buffer])[] = [
    ["zip slip", buildZip([{ ...GOOD, name: "../run.json" }])],
    ["absolute path", buildZip([{ ...GOOD, name: "/run.json" }])],
    ["backslash path", buildZip([{ ...GOOD, name: "..\\run.json" }])],
    ["wrong name", buildZip([{ ...GOOD, name: "evaluation.json" }])],
    ["file in a folder", buildZip([{ ...GOOD, name: "a/run.json" }])],
    ["folder", buildZip([{ ...GOOD, name: "run.json/" }])],
    ["symbolic link", buildZip([{ ...GOOD, content: "/etc/passwd", mode: 0o120777 }])],
    ["device", buildZip([{ ...GOOD, mode: 0o020666 }])],
    ["two entries", buildZip([GOOD, { ...GOOD, name: "extra" }])],
    ["the same name twice", buildZip([GOOD, GOOD])],
    ["no entry", buildZip([])],
    ["zip bomb", buildZip([{ ...GOOD, content: Buffer.alloc(2000) }])],
    ["zip bomb that lies about its size", buildZip([{ ...GOOD, content: Buffer.alloc(2000), claimedSize: 10 }])],
    ["encrypted", buildZip([{ ...GOOD, encrypted: true }])],
    ["no zip at all", Buffer.from("hello")],
    ["cut off", buildZip([GOOD]).subarray(0, 40)],
  ];
  it.each(attacks)("%s is refused", async (_name, archive) => {
    await expect(readZippedFile(archive, LIMITS, "artifact x")).rejects.toMatchObject({ code: "ARTIFACT_REFUSED" });
  });

  it.each(attacks)("%s leaves nothing in the folder", async (_name, archive) => {
    const folder = mkdtempSync(join(tmpdir(), "pawl-zip-"));
    const path = join(folder, "artifact.zip");
    writeFileSync(path, archive);
    await expect(unpackZippedFile(path, { ...LIMITS, folder }, "artifact x")).rejects.toMatchObject({
      code: "ARTIFACT_REFUSED",
    });
    expect(readdirSync(folder)).toEqual(["artifact.zip"]);
    expect(existsSync(join(folder, "..", "run.json"))).toBe(false);
  });

  it("is unpacked into a folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "pawl-zip-"));
    const path = join(folder, "artifact.zip");
    writeFileSync(path, buildZip([GOOD]));
    expect(readFileSync(await unpackZippedFile(path, { ...LIMITS, folder }, "artifact x"), "utf8")).toBe("{}");
  });
});
