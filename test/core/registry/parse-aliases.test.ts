import { describe, expect, it } from "vitest";
import { formatConfigIssue } from "../../../src/core/config/config-issue.ts";
import { editAlias } from "../../../src/core/registry/edit-alias.ts";
import { parseAliases } from "../../../src/core/registry/parse-aliases.ts";

function messages(text: string | Uint8Array): string {
  const parsed = parseAliases(text);
  return "issues" in parsed ? parsed.issues.map((issue) => formatConfigIssue(issue, "a.yml")).join("\n") : "accepted";
}

describe("an alias file that is good", () => {
  it.each([
    ["one line", "production: 8\n", { production: 8 }],
    [
      "several with comments",
      "# who serves\nproduction: 8 # since May\n\nstaging: 12\n",
      { production: 8, staging: 12 },
    ],
    ["Windows line ends", "production: 8\r\nstaging: 9\r\n", { production: 8, staging: 9 }],
    ["no line end", "production: 8", { production: 8 }],
    ["begun by ---", "---\nproduction: 8\n", { production: 8 }],
    ["only comments", "# nothing yet\n", {}],
    ["empty", "", {}],
    ["an empty mapping", "{}\n", {}],
    ["a byte order mark", "\uFEFFproduction: 8\n", { production: 8 }],
  ])("%s", (_, text, aliases) => {
    const parsed = parseAliases(new TextEncoder().encode(text));
    expect("aliases" in parsed ? Object.fromEntries(parsed.aliases) : parsed).toEqual(aliases);
  });
});

const BILLION = [
  "a: &a [1, 1, 1]",
  ...["b", "c", "d", "e"].map((name, at) => `${name}: &${name} [*${"abcd"[at]}, *${"abcd"[at]}]`),
].join("\n");

describe("attacks and mistakes in an alias file", () => {
  it.each([
    ["an anchor", "production: &x 8\n", "line 1, a YAML anchor stands here"],
    ["an alias", "staging: &x 8\nproduction: *x\n", "a YAML alias (*x) stands here"],
    ["billion laughs", BILLION, "a YAML anchor stands here"],
    ["a tag", "production: !!int 8\n", "a YAML tag stands here"],
    ["a local tag", "production: !js/function 8\n", "Unresolved tag"],
    ["a key twice", "production: 8\nproduction: 9\n", "line 2, production is there twice"],
    ["a key twice by quoting", 'production: 8\n"production": 9\n', "line 2, production is"],
    ["a key written with an escape", '"pr\\u006fduction": 9\n', "line 1, production is quoted"],
    ["a merge key", "a: &a {b: 1}\n<<: *a\n", "is a merge key"],
    ["a second document", "production: 8\n---\nproduction: 9\n", "a second document begins here"],
    ["a directive", "%YAML 1.1\n---\nproduction: 010\n", "line 1, is a YAML directive"],
    ["a fraction", "production: 8.0\n", "line 1, production is 8.0, which is not a version number"],
    ["hexadecimal", "production: 0x8\n", "production is 0x8"],
    ["octal", "production: 0o10\n", "production is 0o10"],
    ["a leading zero", "production: 010\n", "production is 010"],
    ["negative", "production: -8\n", "production is -8"],
    ["zero", "production: 0\n", "production is 0"],
    ["a sign", "production: +8\n", "production is +8"],
    ["an exponent", "production: 8e0\n", "production is 8e0"],
    ["too large for a number", "production: 99999999999999999999\n", "is not a version number"],
    ["infinity", "production: .inf\n", "is not a version number"],
    ["text", "production: latest\n", "production is latest"],
    ["a quoted number", 'production: "8"\n', "production is text instead of a version number"],
    ["a block of text", "production: |\n  8\n", "production is text instead of a version number"],
    ["nothing", "production:\n", "production has no version"],
    ["a list", "production: [8, 9]\n", "production is not one version number"],
    ["a tree", "production:\n  version: 8\n", "production is not one version number"],
    ["brackets", "{production: 8}\n", "the aliases stand in brackets"],
    ["a list of aliases", "- production\n", "the file is not a mapping"],
    ["a number alone", "8\n", "the file is not a mapping"],
    ["a path that leaves its folder", "../../etc/passwd: 8\n", "is not the name of an environment"],
    ["a slash", "eu/production: 8\n", "is not the name of an environment"],
    ["capitals", "Production: 8\n", "Production is not the name of an environment"],
    ["a name that ends in a hyphen", "production-: 8\n", "is not the name of an environment"],
    ["a name that is too long", `${"a".repeat(65)}: 8\n`, "is not the name of an environment"],
    ["the tag's grammar", "production#3: 8\n", "is not the name of an environment"],
    ["a prototype", "__proto__: 8\n", "is not a key"],
    ["a key that is a list", "? [a]\n: 8\n", "a key is not plain text"],
    ["a carriage return that hides a line", "# fine\rproduction: 9\n", "line 1, an invisible or control character"],
    ["letters that run backwards", "production: 8 # \u202e9\n", "an invisible or control character"],
    ["a zero-width space", "prod\u200buction: 8\n", "an invisible or control character"],
    ["a line separator", "# a\u2028production: 9\n", "an invisible or control character"],
    ["a null byte", "production: 8\u0000\n", "an invisible or control character"],
    ["a tab as indentation", "a:\n\tb: 1\n", "a tab is used for indentation"],
    ["too many environments", Array.from({ length: 51 }, (_, at) => `e${String(at)}: 1`).join("\n"), "at most 50"],
    ["too large", `# ${"x".repeat(17_000)}\nproduction: 8\n`, "larger than 16 KiB"],
    ["deep nesting", `production: ${"[".repeat(3000)}\n`, "nested too deeply"],
  ])("%s is refused", (_, text, expected) => {
    expect(messages(text)).toContain(expected);
  });

  it("bytes that are no UTF-8 are refused", () => {
    expect(messages(Uint8Array.from([...new TextEncoder().encode("production: 8 # "), 0xff, 0x0a]))).toContain(
      "not UTF-8",
    );
  });
});

describe("editing an alias file", () => {
  it.each([
    ["a version", "production: 8\n", "production", 9, "production: 9\n"],
    [
      "a version between comments and odd spaces",
      "# serve\n\nproduction:   8    # old\nstaging: 3\n",
      "production",
      12,
      "# serve\n\nproduction:   12    # old\nstaging: 3\n",
    ],
    ["a new environment", "production: 8\n", "staging", 9, "production: 8\nstaging: 9\n"],
    ["a new environment without a last line end", "production: 8", "staging", 9, "production: 8\nstaging: 9\n"],
    [
      "a new environment before what follows",
      "production: 8\n# end\n",
      "staging",
      9,
      "production: 8\nstaging: 9\n# end\n",
    ],
    ["Windows line ends", "production: 8\r\n", "staging", 9, "production: 8\r\nstaging: 9\r\n"],
    ["an indented mapping", "  production: 8\n", "staging", 9, "  production: 8\n  staging: 9\n"],
    ["an empty mapping", "# none\n{}\n", "production", 1, "# none\nproduction: 1\n"],
    ["only comments", "# none\n", "production", 1, "# none\nproduction: 1\n"],
    ["a document that ends", "production: 8\n...\n", "staging", 9, "production: 8\nstaging: 9\n...\n"],
    ["nothing to change", "production:  8\n", "production", 8, "production:  8\n"],
    ["a removal", "a: 1\nproduction: 8 # x\nz: 2\n", "production", undefined, "a: 1\nz: 2\n"],
    ["the last removal", "# c\nproduction: 8\n", "production", undefined, "# c\n"],
    ["a removal of what is not there", "a: 1\n", "production", undefined, "a: 1\n"],
    ["a key in two lines", "production:\n  8\nz: 2\n", "production", 9, "production:\n  9\nz: 2\n"],
  ])("%s changes that line alone", (_, text, environment, version, expected) => {
    expect(editAlias(text, environment, version)).toBe(expected);
  });

  it("a new file says what it is", () => {
    expect(editAlias(undefined, "production", 1)).toMatch(/^# .+\nproduction: 1\n$/);
  });

  it.each([
    ["a file that is not valid", "production: latest\n", "production", 8, "CONFIG_INVALID"],
    ["a name that is none", "production: 8\n", "../x", 8, "INPUT_INVALID"],
    ["a version that is none", "production: 8\n", "production", 0, "INPUT_INVALID"],
    ["a version that is a fraction", "production: 8\n", "production", 1.5, "INPUT_INVALID"],
  ])("%s is refused", (_, text, environment, version, code) => {
    expect(() => editAlias(text, environment, version)).toThrow(expect.objectContaining({ code }));
  });
});
