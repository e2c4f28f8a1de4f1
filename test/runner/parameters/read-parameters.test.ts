import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readParameters } from "../../../src/runner/parameters/read-parameters.ts";
import { createRedact } from "../../../src/runner/redact.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

function read(files: Record<string, string>, { file, lines = [] }: { file?: string; lines?: string[] } = {}) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return readParameters({ folder, file, lines, redact: createRedact({ API_KEY: "swordfish1" }) });
}

describe("a parameter file", () => {
  it.each`
    name             | text
    ${"params.yaml"} | ${"model:\n  depth: 3\n  layers: [8, 4]\nname: x\n"}
    ${"params.json"} | ${'{"model": {"depth": 3, "layers": [8, 4]}, "name": "x"}'}
    ${"params.toml"} | ${'name = "x"\n[model]\ndepth = 3\nlayers = [8, 4]\n'}
  `("$name is flattened", async ({ name, text }) => {
    const { parameters, notes } = await read({ [name]: text });
    expect(parameters).toEqual({ "model.depth": 3, "model.layers.0": 8, "model.layers.1": 4, name: "x" });
    expect(notes).toEqual([]);
  });

  it("is not chosen where there are two, and the note names the input", async () => {
    const { parameters, notes } = await read({ "params.yaml": "a: 1", "params.json": "{}" });
    expect(parameters).toEqual({});
    expect(notes.join()).toContain('"params"');
  });

  it.each(["", "null\n", "{}\n"])("%j has none", async (text) => {
    expect(await read({ "params.yaml": text })).toEqual({ parameters: {}, notes: [] });
  });

  it("keeps what JSON cannot say as text", async () => {
    const { parameters } = await read({ "params.yaml": "a: .inf\nb: .nan\nc: 2024-01-02\nd: ~\ne: []\nf: {}\n" });
    expect(parameters).toEqual({ a: "Infinity", b: "NaN", c: "2024-01-02", d: null, e: "[]", f: "{}" });
  });

  it("that was only found and is broken is a note; one that was named is an error", async () => {
    expect((await read({ "params.yaml": "a: [" })).notes.join()).toContain("params.yaml");
    await expect(read({ "p.yaml": "a: [" }, { file: "p.yaml" })).rejects.toMatchObject({ code: "INPUT_INVALID" });
    await expect(read({}, { file: "p.yaml" })).rejects.toMatchObject({ code: "INPUT_INVALID" });
    await expect(read({ "p.txt": "a" }, { file: "p.txt" })).rejects.toMatchObject({ code: "INPUT_INVALID" });
  });

  it("attack: aliases that grow without end, a prototype, a thousand and one names", async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${["b", "c", "d", "e", "f", "g"]
      .map(
        (name, index) =>
          `${name}: &${name} [${Array(9)
            .fill(`*${"abcdef"[index] ?? ""}`)
            .join(",")}]`,
      )
      .join("\n")}\n`;
    expect((await read({ "params.yaml": bomb })).notes.length).toBe(1);
    const proto = await read({ "params.json": '{"__proto__": {"x": 1}, "a": 1}' });
    expect(proto.parameters).toEqual({ a: 1 });
    const many = await read({
      "params.json": JSON.stringify(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`p${String(i)}`, i]))),
    });
    expect(Object.keys(many.parameters).length).toBe(1000);
    expect(many.notes.join()).toContain("1 parameters");
  });
});

describe("lines", () => {
  it("are typed as in YAML, win over the file, and may look like a command line", async () => {
    const lines = ["lr=1e-3", "depth = 4", "name=", 'text="1"', "flag=true", "--param model.x=[1]", "a=b=c"];
    const { parameters } = await read({ "params.yaml": "lr: 1" }, { lines });
    expect(parameters).toEqual({ lr: 0.001, depth: 4, name: null, text: "1", flag: true, "model.x": "[1]", a: "b=c" });
  });

  it("that are none are refused", async () => {
    await expect(read({}, { lines: ["lr 0.1"] })).rejects.toMatchObject({ code: "INPUT_INVALID" });
  });

  it("hold no secret, by name or by value", async () => {
    const { parameters } = await read(
      {},
      { lines: ["db.password=opensesame", "url=https://x:swordfish1@h/", "note=key swordfish1"] },
    );
    expect(parameters).toEqual({ "db.password": "[redacted]", url: "https://[redacted]@h/", note: "key [redacted]" });
  });
});
