import { describe, expect, it } from "vitest";
import { type CommandOptions, parseArguments } from "../../src/cli/parse-arguments.ts";

const OPTIONS: CommandOptions = {
  contract: { short: "c", value: "file", description: "A file." },
  method: { value: "method", multiple: true, description: "A method." },
  json: { description: "A switch." },
};

describe("arguments", () => {
  it("are positionals, switches, texts and lists, in any order", () => {
    const given = parseArguments(["a.csv", "-c", "x.yaml", "--method=a", "b.csv", "--method", "b", "--json"], OPTIONS);
    expect(given.positionals).toEqual(["a.csv", "b.csv"]);
    expect(given.flag("json")).toBe(true);
    expect(given.text("contract")).toBe("x.yaml");
    expect(given.list("method")).toEqual(["a", "b"]);
  });

  it("that are absent are false, undefined and empty", () => {
    const given = parseArguments([], OPTIONS);
    expect([given.flag("json"), given.text("contract"), given.list("method")]).toEqual([false, undefined, []]);
  });

  it("behind two dashes are paths, whatever they begin with", () => {
    expect(parseArguments(["--", "--json"], OPTIONS).positionals).toEqual(["--json"]);
  });

  it.each`
    args               | said
    ${["--contrct=x"]} | ${/--contrct is not an option.*/}
    ${["--contract"]}  | ${/contract.*argument missing/}
    ${["--contract="]} | ${/--contract needs a value/}
    ${["--json=yes"]}  | ${/json.*does not take an argument/}
    ${["-x"]}          | ${/-x is not an option/}
  `("$args are refused", ({ args, said }: { args: string[]; said: RegExp }) => {
    expect(() => parseArguments(args, OPTIONS)).toThrow(said);
  });

  it("that are nearly an option come with that option", () => {
    expect(() => parseArguments(["--contrct=x"], OPTIONS)).toThrow(
      expect.objectContaining({ hint: "Did you mean --contract?" }),
    );
  });
});
