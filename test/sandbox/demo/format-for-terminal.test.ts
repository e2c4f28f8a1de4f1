import { describe, expect, it } from "vitest";
import { formatForTerminal } from "../../../sandbox/demo/format-for-terminal.ts";

describe("formatForTerminal", () => {
  it.each`
    what                        | markdown                                                                                             | text
    ${"a heading"}              | ${"### ✅ late-flights is better"}                                                                   | ${"✅ late-flights is better"}
    ${"the marker"}             | ${"<!-- pawl:report -->\nHello"}                                                                     | ${"Hello"}
    ${"bold and code"}          | ${"**ROC AUC** of `main`"}                                                                           | ${"ROC AUC of main"}
    ${"a link"}                 | ${"[run 57](http://x/y) of [`main`](z)"}                                                             | ${"run 57 of main"}
    ${"escaped characters"}     | ${"part\\_of\\_day \\*\\*not bold\\*\\* &lt;b&gt;"}                                                  | ${"part_of_day **not bold** <b>"}
    ${"a folded section"}       | ${"<details><summary>Curves</summary>\n\n```mermaid\nx\n```\n</details>"}                            | ${"▸ Curves"}
    ${"a section in a section"} | ${"<details><summary>All</summary>\n<details><summary>In</summary>\nx\n</details>\n</details>\nend"} | ${"▸ All\nend"}
    ${"small print"}            | ${"<sub>Updated for `1a2b3c4`</sub>"}                                                                | ${"Updated for 1a2b3c4"}
  `("shows $what", ({ markdown, text }) => {
    expect(formatForTerminal(markdown)).toBe(text);
  });

  it("puts a table into columns: names left, numbers right", () => {
    const table = [
      "| | `main` | here |",
      "|---|--:|--:|",
      "| **ROC AUC** ↑ | 0.634 | **0.67** |",
      "| a\\|b | 10 | better |",
    ];
    expect(formatForTerminal(table.join("\n")).split("\n")).toEqual([
      "             main   here",
      "  ────────────────────────",
      "  ROC AUC ↑  0.634    0.67",
      "  a|b           10  better",
    ]);
  });

  it("attack: a name cannot move the cursor or set the window's title", () => {
    expect(formatForTerminal("a\u001b[2Jb\u001b]0;title\u0007c")).toBe("a\uFFFD[2Jb\uFFFD]0;title\uFFFDc");
  });
});
