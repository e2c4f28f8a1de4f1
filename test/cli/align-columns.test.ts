import { describe, expect, it } from "vitest";
import { alignColumns } from "../../src/cli/align-columns.ts";
import { toCell, toPrintable } from "../../src/cli/to-printable.ts";

describe("columns", () => {
  it.each`
    what                                     | rows                                             | lines
    ${"left and right"}                      | ${[["a", "1"], ["bbb", "22"]]}                   | ${["a     1", "bbb  22"]}
    ${"wide letters take two"}               | ${[["日本", "1"], ["abcde", "2"]]}               | ${["日本   1", "abcde  2"]}
    ${"an emoji of several code points"}     | ${[["👩‍👩‍👧", "1"], ["abc", "2"]]}                   | ${["👩‍👩‍👧   1", "abc  2"]}
    ${"colours have no width"}               | ${[["\u001b[31mx\u001b[39m", "1"], ["yy", "2"]]} | ${["\u001b[31mx\u001b[39m   1", "yy  2"]}
    ${"an empty last cell leaves no blanks"} | ${[["a", ""], ["b", "2"]]}                       | ${["a", "b  2"]}
  `("$what", ({ rows, lines }: { rows: string[][]; lines: string[] }) => {
    expect(alignColumns(rows, ["left", "right"])).toEqual(lines);
  });
});

describe("columns on a narrow screen", () => {
  it("go on beside the others where there is room", () => {
    expect(alignColumns([["a", "one two three four five six seven"]], [], 30)).toEqual([
      "a  one two three four five six",
      "   seven",
    ]);
  });

  it("go on below the others where there is none, and nothing is lost", () => {
    const before = "x".repeat(30);
    expect(
      alignColumns(
        [
          [before, "one two three four five six seven eight"],
          [before, "short"],
        ],
        [],
        40,
      ),
    ).toEqual([before, "    one two three four five six seven", "    eight", `${before}  short`]);
  });

  it("break no word, and nothing where the width is not known", () => {
    expect(alignColumns([["a", "y".repeat(50)]], [], 30)).toEqual([`a  ${"y".repeat(50)}`]);
    expect(alignColumns([["a", "one ".repeat(100).trim()]])).toHaveLength(1);
  });
});

describe("text of strangers", () => {
  it("cannot send escape sequences to the terminal, nor turn its direction", () => {
    expect(toPrintable("a\u001b]0;owned\u0007b\u202ec")).toBe("a\uFFFD]0;owned\uFFFDb\uFFFDc");
  });

  it("stays on its line and within its cell", () => {
    expect(toCell("one\ntwo\r\nthree")).toBe("one two three");
    expect(toCell("👍".repeat(10), 4)).toBe("👍👍👍…");
  });
});
