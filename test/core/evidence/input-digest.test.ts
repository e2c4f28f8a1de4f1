import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  computeInputDigest,
  digestFiles,
  isEnvironmentFile,
  type TrainingInputs,
} from "../../../src/core/evidence/input-digest.ts";

const file = (path: string, sha = "1".repeat(40), mode = "100644") => ({ path, sha, mode });
const DATA = { name: "d", path: "d.csv", algorithm: "sha256", value: "a".repeat(64), source: "content" } as const;

const inputs = (more: Partial<TrainingInputs> = {}): TrainingInputs => ({
  code: [file("src/a.py"), file("src/b.py", "2".repeat(40))],
  parameters: { lr: 0.1, depth: 3 },
  data: [DATA],
  environment: [file("requirements.txt")],
  command: "python train.py",
  ...more,
});

describe("computeInputDigest", () => {
  it("does not depend on the order in which things were found", () => {
    const { code } = inputs();
    const turned = inputs({ code: code.toReversed(), parameters: { depth: 3, lr: 0.1 } });
    expect(computeInputDigest(turned)).toEqual(computeInputDigest(inputs()));
  });

  it.each<{
    what: string;
    more: Partial<TrainingInputs>;
    part: "code" | "parameters" | "data" | "environment" | "command";
  }>([
    { what: "another content", more: { code: [file("src/a.py", "3".repeat(40))] }, part: "code" },
    { what: "another mode", more: { code: [file("src/a.py", "1".repeat(40), "100755")] }, part: "code" },
    { what: "another parameter", more: { parameters: { lr: 0.2, depth: 3 } }, part: "parameters" },
    { what: "a number that became text", more: { parameters: { lr: "0.1", depth: 3 } }, part: "parameters" },
    { what: "other data", more: { data: [{ ...DATA, value: "b".repeat(64) }] }, part: "data" },
    { what: "another lock file", more: { environment: [file("uv.lock")] }, part: "environment" },
    { what: "another command", more: { command: "python train.py --fast" }, part: "command" },
  ])("differs with $what, in the part that it is", ({ more, part }) => {
    const [before, after] = [computeInputDigest(inputs()), computeInputDigest(inputs(more))];
    expect(after.value).not.toBe(before.value);
    const changed = Object.entries(after.parts).filter(([name, digest]) =>
      Object.entries(before.parts).every(([other, old]) => other !== name || old !== digest),
    );
    expect(changed.map(([name]) => name)).toEqual([part]);
  });

  it("cannot be fooled by a path that looks like two lines", () => {
    const one = digestFiles([file(`a\n100644 ${"1".repeat(40)} b`)]);
    expect(one).not.toBe(digestFiles([file("a"), file("b")]));
  });

  it("is sha-256 over lines of mode, blob id and path", () => {
    const expected = createHash("sha256")
      .update(`100644 ${"1".repeat(40)} "src/a.py"\n`)
      .digest("hex");
    expect(digestFiles([file("src/a.py")])).toBe(expected);
  });
});

describe("isEnvironmentFile", () => {
  it.each([
    "requirements.txt",
    "requirements-gpu.txt",
    "requirements/train.txt",
    "uv.lock",
    "poetry.lock",
    "pyproject.toml",
    "environment.yml",
    ".github/workflows/train.yml",
  ])("%s is one", (path) => expect(isEnvironmentFile(path, ".github/workflows/train.yml")).toBe(true));
  it.each(["README.md", "docs/requirements.txt", "src/uv.lock", ".github/workflows/other.yml", "params.yaml"])(
    "%s is none",
    (path) => expect(isEnvironmentFile(path, ".github/workflows/train.yml")).toBe(false),
  );
});
