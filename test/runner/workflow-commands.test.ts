import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createProgressLog } from "../../src/runner/progress-log.ts";
import { type AnnotationPlace, logAnnotation } from "../../src/runner/workflow-commands.ts";

function printed(place: AnnotationPlace, message: string): string {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  logAnnotation("error", message, place);
  return String(write.mock.calls[0]?.[0]).trimEnd();
}

describe("an annotation", () => {
  it.each`
    case                      | place                                      | line
    ${"on a line of a file"}  | ${{ file: "a.yaml", line: 7, title: "t" }} | ${"::error file=a.yaml,line=7,title=t::m"}
    ${"without a place"}      | ${{}}                                      | ${"::error::m"}
    ${"on a file as a whole"} | ${{ file: "a.yaml" }}                      | ${"::error file=a.yaml::m"}
  `("$case", ({ place, line }) => {
    expect(printed(place, "m")).toBe(line);
  });

  it("cannot be ended, nor begun anew, by a name or a message of a stranger", () => {
    const place = { file: "a,line=1::warning::b\n::error::c.yaml", title: "100 %\r\n::add-mask::x" };
    const line = printed(place, "one\n::set-output name=x::y");
    expect(line).toBe(
      "::error file=a%2Cline=1%3A%3Awarning%3A%3Ab%0A%3A%3Aerror%3A%3Ac.yaml,title=100 %25%0D%0A%3A%3Aadd-mask%3A%3Ax::one%0A::set-output name=x::y",
    );
  });
});

it("progress is told of long work alone, every five seconds", () => {
  let now = 0;
  const lines: string[] = [];
  const tell = createProgressLog(
    (line) => lines.push(line),
    () => now,
  );
  for (const [at, done] of [
    [1000, 1],
    [4999, 2],
    [5000, 3],
    [7000, 4],
    [10_000, 6],
  ] as const) {
    now = at;
    tell({ done, total: 6, what: "delay" });
  }
  expect(lines).toEqual(["Counting: 50 %, delay done", "Counting: 100 %, delay done"]);
});
