import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { identifyData } from "../../../src/runner/datasets/identify-data.ts";
import { identifyDataset } from "../../../src/runner/datasets/identify-dataset.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const MD5 = "ec1d2935f811b77cc49b031b999cbf17";

function folderOf(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const identify = (folder: string, path: string) =>
  identifyDataset({ name: "d", path }, folder, { PATH: process.env["PATH"] });

describe("content", () => {
  it("of a file", async () => {
    const { identity } = await identify(folderOf({ "a.csv": "hello" }), "a.csv");
    expect(identity).toEqual({
      name: "d",
      path: "a.csv",
      algorithm: "sha256",
      source: "content",
      value: sha256("hello"),
      bytes: 5,
    });
  });

  it("of a folder is what sha256sum prints of its sorted files, hashed", async () => {
    // `a-b` sorts before `a/…`, because `-` comes before `/`.
    const folder = folderOf({ "d/a/x": "1", "d/a-b": "2", "d/b": "3", "d/a.c": "4" });
    const listed = execFileSync(
      "bash",
      ["-c", "cd d && find . -type f | sed 's,^\\./,,' | LC_ALL=C sort | xargs sha256sum"],
      {
        cwd: folder,
        encoding: "utf8",
      },
    );
    const { identity } = await identify(folder, "d");
    expect(identity).toMatchObject({ value: sha256(listed), files: 4, bytes: 4 });
  });

  it("of a folder differs when a file is renamed", async () => {
    const one = await identify(folderOf({ "d/a": "1" }), "d");
    const two = await identify(folderOf({ "d/b": "1" }), "d");
    expect(one.identity?.value).not.toBe(two.identity?.value);
  });

  it("is not followed in circles", async () => {
    const folder = folderOf({ "d/a": "1" });
    symlinkSync("..", join(folder, "d", "up"));
    expect((await identify(folder, "d")).identity).toMatchObject({ files: 1 });
  });

  it("of a glob is that of the files that it matches, sorted", async () => {
    const folder = folderOf({ "d/2.csv": "2", "d/1.csv": "1", "d/readme.md": "x", "d/deep/3.csv": "3" });
    const { identity } = await identify(folder, "d/*.csv");
    expect(identity).toMatchObject({
      algorithm: "sha256",
      value: sha256(`${sha256("1")}  d/1.csv\n${sha256("2")}  d/2.csv\n`),
      files: 2,
      bytes: 2,
    });
    expect((await identify(folder, "d/**/*.csv")).identity).toMatchObject({ files: 3 });
    expect((await identify(folder, "*.parquet")).note).toContain("it matches no file");
  });

  it("of a file whose name looks like a glob is its own", async () => {
    const folder = folderOf({ "part[1].csv": "1", "part1.csv": "2" });
    expect((await identify(folder, "part[1].csv")).identity).toMatchObject({ value: sha256("1") });
  });

  it("of several paths is that of all their files, in whatever order they are named", async () => {
    const folder = folderOf({ "a/1.csv": "1", "a/2.csv": "2", "b.csv": "3" });
    const of = (paths: string[]) => identifyData({ name: "d", paths }, folder, {});
    const { identity } = await of(["b.csv", "a"]);
    expect(identity).toMatchObject({ path: "b.csv, a", files: 3, bytes: 3 });
    expect((await of(["a/*.csv", "b.csv", "a/1.csv"])).identity?.value).toBe(identity?.value);
    expect((await of(["a", "c.csv"])).note).toContain("no identity");
  });

  it.each(["no/such/file", "s3://bucket/key"])("of %s is a note", async (path) => {
    const { identity, note } = await identify(temporaryFolder(), path);
    expect(identity).toBeUndefined();
    expect(note).toContain(path);
  });
});

describe("DVC", () => {
  const pointer = `outs:\n- md5: ${MD5}\n  size: 37\n  hash: md5\n  path: data.xml\n`;

  it.each(["data.xml.dvc", "data.xml"])("a pointer is read for %s, whether the data is there or not", async (path) => {
    const { identity, note } = await identify(folderOf({ "data.xml.dvc": pointer }), path);
    expect(identity).toMatchObject({ algorithm: "md5", source: "dvc", value: MD5, bytes: 37 });
    expect(note).toBeUndefined();
  });

  it("says when the data cannot be what was recorded", async () => {
    const { identity, note } = await identify(folderOf({ "data.xml.dvc": pointer, "data.xml": "changed" }), "data.xml");
    expect(identity?.value).toBe(MD5);
    expect(note).toContain("7 bytes");
  });

  it("a folder's record ends in .dir", async () => {
    const text = `outs:\n- md5: ${MD5}.dir\n  size: 100\n  nfiles: 3\n  hash: md5\n  path: images\n`;
    const { identity } = await identify(folderOf({ "images.dvc": text, "images/a": "x" }), "images");
    expect(identity).toMatchObject({ value: `${MD5}.dir`, files: 3 });
  });

  it("dvc.lock is read for an output of a stage, from a folder below too", async () => {
    const lock = `schema: '2.0'\nstages:\n  prepare:\n    cmd: python prepare.py\n    deps:\n    - path: raw.csv\n      hash: md5\n      md5: ${"0".repeat(32)}\n      size: 1\n    outs:\n    - path: data/train.csv\n      hash: md5\n      md5: ${MD5}\n      size: 12\n`;
    const folder = folderOf({ "dvc.lock": lock, "data/train.csv": "123456789012", "raw.csv": "x" });
    expect((await identify(folder, "data/train.csv")).identity).toMatchObject({ source: "dvc", value: MD5 });
    expect((await identify(folder, "raw.csv")).identity).toMatchObject({ source: "dvc", value: "0".repeat(32) });
  });

  it("a broken file is a note", async () => {
    const { identity, note } = await identify(folderOf({ "a.dvc": "outs: [" }), "a.dvc");
    expect(identity).toBeUndefined();
    expect(note).toContain("cannot be read");
  });
});

describe("Git LFS", () => {
  const content = "the real data\n";
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256(content)}\nsize ${String(content.length)}\n`;

  it("a pointer that was checked out has the identity of the data", async () => {
    const { identity } = await identify(folderOf({ "a.bin": pointer }), "a.bin");
    expect(identity).toMatchObject({
      algorithm: "git-lfs",
      source: "git-lfs",
      value: sha256(content),
      bytes: content.length,
    });
  });

  it("data that was fetched has the same identity, from the pointer that git holds", async () => {
    const folder = folderOf({ "d/a.bin": pointer, ".gitattributes": "*.bin filter=lfs -text\n" });
    const git = (...args: string[]) =>
      execFileSync("git", [
        "-C",
        folder,
        "-c",
        "filter.lfs.clean=cat",
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.com",
        ...args,
      ]);
    git("init", "-q");
    git("add", "--all");
    git("commit", "-q", "-m", "x");
    rmSync(join(folder, "d/a.bin"));
    writeFileSync(join(folder, "d/a.bin"), content);
    expect((await identify(folder, "d/a.bin")).identity).toMatchObject({ source: "git-lfs", value: sha256(content) });
    writeFileSync(join(folder, "d/a.bin"), "something else altogether");
    expect((await identify(folder, "d/a.bin")).identity).toMatchObject({ source: "content" });
  });
});
