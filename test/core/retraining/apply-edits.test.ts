import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { EditConfig } from "../../../src/core/config/monitoring-config.ts";
import { applyEdits } from "../../../src/core/retraining/apply-edits.ts";
import type { EditVariables } from "../../../src/core/retraining/edit-variables.ts";

const WINDOW = { start: "2026-11-19T03:17:00.000Z", end: "2026-11-26T03:17:00.000Z" };
const VARIABLES: EditVariables = { model: "late-flights", count: 3, window: WINDOW, timeZone: "Europe/Berlin" };

/** The text of one file after one edit, or the problem. */
function edit(file: string, text: string, pointer: string, value: string | number | boolean, variables = VARIABLES) {
  const result = applyEdits(new Map([[file, text]]), [{ file, pointer, value }], variables);
  return "problem" in result ? result.problem : (result.files.get(file) ?? "no change");
}

describe("variables", () => {
  it.each`
    value                           | written
    ${"{window-start}"}             | ${'"2026-11-19T03:17:00Z"'}
    ${"{window-end}"}               | ${'"2026-11-26T03:17:00Z"'}
    ${"{window-start-date}"}        | ${'"2026-11-19"'}
    ${"{window-end-date}"}          | ${'"2026-11-26"'}
    ${"{model}-{count}"}            | ${'"late-flights-3"'}
    ${"data/{window-end-date}.csv"} | ${'"data/2026-11-26.csv"'}
    ${"{} {1} { model }"}           | ${'"{} {1} { model }"'}
  `("$value → $written", ({ value, written }) => {
    expect(edit("p.json", '{"x": "old"}', "/x", value)).toBe(`{"x": ${written}}`);
  });

  it("days are those of the schedule's clocks", () => {
    const window = { start: "2026-11-18T23:30:00.000Z", end: "2026-11-25T23:30:00.000Z" };
    const variables = { ...VARIABLES, window };
    expect(edit("p.json", '{"x": "old"}', "/x", "{window-end-date}", variables)).toBe('{"x": "2026-11-26"}');
    expect(edit("p.json", '{"x": "old"}', "/x", "{window-end}", variables)).toBe('{"x": "2026-11-25T23:30:00Z"}');
  });

  it.each`
    value               | window                 | problem
    ${"{window-end}"}   | ${undefined}           | ${"/x of p.json cannot be written: {window-end} has no value, because this retraining has no data window: set drift.window of the model, so that each check has one."}
    ${"{window-start}"} | ${{ end: WINDOW.end }} | ${"/x of p.json cannot be written: {window-start} has no value, because this retraining has no data window: set drift.window of the model, so that each check has one."}
    ${"{windowend}"}    | ${WINDOW}              | ${"/x of p.json cannot be written: {windowend} is no variable: use one of {window-start}, {window-end}, {window-start-date}, {window-end-date}, {model}, {count}."}
    ${"{constructor}"}  | ${WINDOW}              | ${"/x of p.json cannot be written: {constructor} is no variable: use one of {window-start}, {window-end}, {window-start-date}, {window-end-date}, {model}, {count}."}
  `("$value without a value is a problem that says why", ({ value, window, problem }) => {
    expect(edit("p.json", '{"x": "old"}', "/x", value, { ...VARIABLES, window })).toBe(problem);
  });
});

describe("YAML", () => {
  it.each`
    title                                   | before                                      | pointer        | value                  | after
    ${"a date without quotes stays one"}    | ${"end: 2026-11-19 # until\n"}              | ${"/end"}      | ${"{window-end-date}"} | ${"end: 2026-11-26 # until\n"}
    ${"and becomes one with a time"}        | ${"end: 2026-11-19\n"}                      | ${"/end"}      | ${"{window-end}"}      | ${"end: 2026-11-26T03:17:00Z\n"}
    ${"single quotes stay"}                 | ${"end: '2026-11-19'\n"}                    | ${"/end"}      | ${"{window-end-date}"} | ${"end: '2026-11-26'\n"}
    ${"double quotes stay"}                 | ${'end: "2026-11-19"\n'}                    | ${"/end"}      | ${"{window-end-date}"} | ${'end: "2026-11-26"\n'}
    ${"a date in a word's place is quoted"} | ${"end: latest\n"}                          | ${"/end"}      | ${"{window-end-date}"} | ${'end: "2026-11-26"\n'}
    ${"a word in a word's place is not"}    | ${"end: latest\n"}                          | ${"/end"}      | ${"v{count}"}          | ${"end: v3\n"}
    ${"no is a word, so it is quoted"}      | ${"a: yes please\n"}                        | ${"/a"}        | ${"no"}                | ${'a: "no"\n'}
    ${"base 60 of YAML 1.1"}                | ${"a: word\n"}                              | ${"/a"}        | ${"12:30:00"}          | ${'a: "12:30:00"\n'}
    ${"a version in a word's place"}        | ${"a: word\n"}                              | ${"/a"}        | ${"1.10"}              | ${'a: "1.10"\n'}
    ${"a number stays a number"}            | ${"seed: 41\n"}                             | ${"/seed"}     | ${42}                  | ${"seed: 42\n"}
    ${"a number as text, too"}              | ${"seed: 1\n"}                              | ${"/seed"}     | ${"{count}"}           | ${"seed: 3\n"}
    ${"a number in quotes stays in quotes"} | ${"seed: '1'\n"}                            | ${"/seed"}     | ${42}                  | ${"seed: '42'\n"}
    ${"a float stays a float"}              | ${"lr: 0.5\n"}                              | ${"/lr"}       | ${1}                   | ${"lr: 1.0\n"}
    ${"an exponent that PyYAML reads"}      | ${"lr: 0.5\n"}                              | ${"/lr"}       | ${1e-7}                | ${"lr: 1.0e-7\n"}
    ${"a switch"}                           | ${"warm: false\n"}                          | ${"/warm"}     | ${true}                | ${"warm: true\n"}
    ${"a switch as text"}                   | ${"warm: false\n"}                          | ${"/warm"}     | ${"true"}              | ${"warm: true\n"}
    ${"nothing after the colon"}            | ${"end: # none yet\nb: 1\n"}                | ${"/end"}      | ${"x"}                 | ${"end: x # none yet\nb: 1\n"}
    ${"nothing at the end of the file"}     | ${"a: 1\nend:"}                             | ${"/end"}      | ${7}                   | ${"a: 1\nend: 7"}
    ${"null"}                               | ${"end: ~\n"}                               | ${"/end"}      | ${"{window-end-date}"} | ${'end: "2026-11-26"\n'}
    ${"in brackets"}                        | ${"d: {end: a, n: [1, 2]} # c\n"}           | ${"/d/end"}    | ${"b"}                 | ${"d: {end: b, n: [1, 2]} # c\n"}
    ${"in brackets, what would end them"}   | ${"d: {end: a, n: [1, 2]}\n"}               | ${"/d/end"}    | ${"b, x: y}"}          | ${'d: {end: "b, x: y}", n: [1, 2]}\n'}
    ${"an item of a list"}                  | ${"d:\n- a\n-   b # c\n- c\n"}              | ${"/d/1"}      | ${"x"}                 | ${"d:\n- a\n-   x # c\n- c\n"}
    ${"CR LF and a byte order mark"}        | ${"\uFEFFa: 1\r\nd:\r\n    end:  b\r\n"}    | ${"/d/end"}    | ${"c"}                 | ${"\uFEFFa: 1\r\nd:\r\n    end:  c\r\n"}
    ${"without a line break at the end"}    | ${"a: b"}                                   | ${"/a"}        | ${"c"}                 | ${"a: c"}
    ${"over two lines"}                     | ${"a: b\n  c # d\ne: f\n"}                  | ${"/a"}        | ${"c"}                 | ${"a: c # d\ne: f\n"}
    ${"after a folded text"}                | ${"t: >-\n  a\n\n  b\n# c\nd: e\n"}         | ${"/d"}        | ${"x"}                 | ${"t: >-\n  a\n\n  b\n# c\nd: x\n"}
    ${"beside anchors and aliases"}         | ${"a: &x {n: 1}\nb: *x\nc: 1\n"}            | ${"/c"}        | ${2}                   | ${"a: &x {n: 1}\nb: *x\nc: 2\n"}
    ${"beside a merge key"}                 | ${"a: &x {n: 1}\nb:\n  <<: *x\n  c: 1\n"}   | ${"/b/c"}      | ${2}                   | ${"a: &x {n: 1}\nb:\n  <<: *x\n  c: 2\n"}
    ${"in the second document"}             | ${"---\na: 1\n---\nb: 2\n...\n"}            | ${"/b"}        | ${3}                   | ${"---\na: 1\n---\nb: 3\n...\n"}
    ${"a key in quotes, with a slash"}      | ${'"a/b~": {"2": x}\n'}                     | ${"/a~1b~0/2"} | ${"z"}                 | ${'"a/b~": {"2": z}\n'}
    ${"a key that is a number"}             | ${"2026:\n  end: x\n"}                      | ${"/2026/end"} | ${"z"}                 | ${"2026:\n  end: z\n"}
    ${"an explicit key"}                    | ${"? a\n: b\n"}                             | ${"/a"}        | ${"z"}                 | ${"? a\n: z\n"}
    ${"a document of YAML 1.1"}             | ${"%YAML 1.1\n---\na: 2026-11-19\nb: no\n"} | ${"/a"}        | ${"{window-end-date}"} | ${"%YAML 1.1\n---\na: 2026-11-26\nb: no\n"}
    ${"the value that is there"}            | ${"a: '1' # c\n"}                           | ${"/a"}        | ${"1"}                 | ${"no change"}
    ${"a quote in quotes"}                  | ${"a: 'b'\n"}                               | ${"/a"}        | ${"it's"}              | ${"a: 'it''s'\n"}
  `("$title", ({ before, pointer, value, after }) => {
    expect(edit("params.yaml", before, pointer, value)).toBe(after);
  });

  it.each`
    before                            | pointer        | problem
    ${"data:\n  ends: 1\n"}           | ${"/data/end"} | ${"/data/end of params.yaml does not exist; did you mean /data/ends?"}
    ${"data:\n  start: 1\n"}          | ${"/data/end"} | ${"/data/end of params.yaml does not exist: /data has start; correct the pointer, or write a value there once by hand."}
    ${"data: 1\n"}                    | ${"/data/end"} | ${"/data/end of params.yaml does not exist: /data has nothing in it; correct the pointer, or write a value there once by hand."}
    ${""}                             | ${"/a"}        | ${"/a of params.yaml does not exist: the file is empty; write a value there once by hand."}
    ${"# only a comment\n"}           | ${"/a"}        | ${"/a of params.yaml does not exist: the file is empty; write a value there once by hand."}
    ${"a: {b: 1}\n"}                  | ${"/a"}        | ${"/a of params.yaml is a mapping or a list, not one value; point to a value in it."}
    ${"a: [1]\n"}                     | ${"/a/-"}      | ${"/a/- of params.yaml does not exist; did you mean /a/0?"}
    ${"a: &x 1\nb: *x\n"}             | ${"/b"}        | ${"/b of params.yaml is the alias *x of a value elsewhere, and would change with every place that repeats it; write the value out there."}
    ${"a: &x 1\nb: *x\n"}             | ${"/a"}        | ${"/a of params.yaml belongs to the anchor &x and would change with every place that repeats it; write the value out there."}
    ${"a: &x {c: 1}\nb: *x\n"}        | ${"/b/c"}      | ${"/b/c of params.yaml is the alias *x of a value elsewhere, and would change with every place that repeats it; write the value out there."}
    ${"a: &x {c: 1}\nb:\n  <<: *x\n"} | ${"/b/c"}      | ${"/b/c of params.yaml is not there itself, but may come from a merge key (<<); write the value out there."}
    ${"a: |\n  text\n"}               | ${"/a"}        | ${"/a of params.yaml is a block of text (| or >); write it on one line, in quotes."}
    ${"a: !!str 1\n"}                 | ${"/a"}        | ${"/a of params.yaml has the tag tag:yaml.org,2002:str; write the value without one."}
    ${"- \n- 1\n"}                    | ${"/0"}        | ${"/0 of params.yaml is empty; write a value there once by hand."}
    ${"{a}\n"}                        | ${"/a"}        | ${"/a of params.yaml has no value of its own; write one there once by hand."}
    ${"---\na: 1\n---\na: 2\n"}       | ${"/a"}        | ${"/a of params.yaml stands in 2 documents of the file; point to a value that is there once."}
    ${"b: 1\nb: 2\na: 1\n"}           | ${"/a"}        | ${"/a of params.yaml cannot be found, because the key b is twice in one place of the file; keep one of the two."}
    ${"a: &x [*x]\nb: 1\n"}           | ${"/b"}        | ${"/b of params.yaml cannot be found, because an alias in the file contains itself; write the values out."}
    ${"a: 1\n  b: [\n"}               | ${"/a"}        | ${/^\/a of params\.yaml cannot be found, because the file is not YAML \(.+\); repair it\.$/}
  `("$pointer of $before is a problem with a way out", ({ before, pointer, problem }) => {
    const found = edit("params.yaml", before, pointer, "new");
    if (problem instanceof RegExp) expect(found).toMatch(problem);
    else expect(found).toBe(problem);
  });
});

describe("JSON", () => {
  it.each`
    title                              | before                              | pointer     | value        | after
    ${"only the letters of the value"} | ${'{\n\t"a" :  "x" ,\n\t"b":[]}\n'} | ${"/a"}     | ${"y"}       | ${'{\n\t"a" :  "y" ,\n\t"b":[]}\n'}
    ${"within lists and objects"}      | ${'{"a":[1,{"b":"x"},[[]]]}'}       | ${"/a/1/b"} | ${"y"}       | ${'{"a":[1,{"b":"y"},[[]]]}'}
    ${"a number stays a number"}       | ${'{"a": 1}\r\n'}                   | ${"/a"}     | ${"{count}"} | ${'{"a": 3}\r\n'}
    ${"a float stays a float"}         | ${'{"a": 1e3}'}                     | ${"/a"}     | ${2}         | ${'{"a": 2.0}'}
    ${"null"}                          | ${"[null, true]"}                   | ${"/0"}     | ${"x"}       | ${'["x", true]'}
    ${"a text takes a number as text"} | ${'{"a": "1"}'}                     | ${"/a"}     | ${2}         | ${'{"a": "2"}'}
    ${"a byte order mark"}             | ${'\uFEFF{"a": "1"}'}               | ${"/a"}     | ${"2"}       | ${'\uFEFF{"a": "2"}'}
    ${"a key with escapes"}            | ${'{"a\\u0062\\"c": 1}'}            | ${'/ab"c'}  | ${2}         | ${'{"a\\u0062\\"c": 2}'}
    ${"brackets in texts"}             | ${'{"}]": "{[\\\\", "a": 1}'}       | ${"/a"}     | ${2}         | ${'{"}]": "{[\\\\", "a": 2}'}
    ${"an empty key beside it"}        | ${'{"": 1, "a": 2}'}                | ${"/a"}     | ${3}         | ${'{"": 1, "a": 3}'}
    ${"the value that is there"}       | ${'{"a": 1.0}'}                     | ${"/a"}     | ${1}         | ${"no change"}
  `("$title", ({ before, pointer, value, after }) => {
    expect(edit("params.json", before, pointer, value)).toBe(after);
  });

  it.each`
    before                             | pointer           | problem
    ${'{"a": 1, "a": 2}'}              | ${"/a"}           | ${'/a of params.json is not certain: the key "a" is in the file twice; keep one of the two.'}
    ${'{"a": 1, "\\u0061": 2}'}        | ${"/a"}           | ${'/a of params.json is not certain: the key "a" is in the file twice; keep one of the two.'}
    ${'{"a": {"b": 1}}'}               | ${"/a"}           | ${"/a of params.json is an object or a list, not one value; point to a value in it."}
    ${'{"a": [1, 2]}'}                 | ${"/a/2"}         | ${/^\/a\/2 of params\.json does not exist/}
    ${'{"a": [1, 2]}'}                 | ${"/a/01"}        | ${/^\/a\/01 of params\.json does not exist/}
    ${'{"a": 1}'}                      | ${"/__proto__/a"} | ${/^\/__proto__\/a of params\.json does not exist/}
    ${'{"a": 1}'}                      | ${"/a/b"}         | ${"/a/b of params.json does not exist: /a has nothing in it; correct the pointer, or write a value there once by hand."}
    ${'{"a": 1, // c\n}'}              | ${"/a"}           | ${/^\/a of params\.json cannot be found, because the file is not JSON \(.+\); repair it\.$/}
    ${"[".repeat(60) + "]".repeat(60)} | ${"/0"}           | ${"/0 of params.json cannot be found, because the file is nested too deeply; use a flatter one."}
  `("$pointer of $before is a problem with a way out", ({ before, pointer, problem }) => {
    const found = edit("params.json", before, pointer, 3);
    if (problem instanceof RegExp) expect(found).toMatch(problem);
    else expect(found).toBe(problem);
  });
});

describe("TOML", () => {
  it.each`
    title                                  | before                                        | pointer           | value                  | after
    ${"a date stays a date"}               | ${"[d]\nend = 2026-11-19 # c\n"}              | ${"/d/end"}       | ${"{window-end-date}"} | ${"[d]\nend = 2026-11-26 # c\n"}
    ${"and takes a time"}                  | ${"end = 2026-11-19T00:00:00Z\n"}             | ${"/end"}         | ${"{window-end}"}      | ${"end = 2026-11-26T03:17:00Z\n"}
    ${"a date in quotes stays in quotes"}  | ${'end = "2026-11-19"\n'}                     | ${"/end"}         | ${"{window-end-date}"} | ${'end = "2026-11-26"\n'}
    ${"and in single quotes"}              | ${"end = '2026-11-19'\n"}                     | ${"/end"}         | ${"{window-end-date}"} | ${"end = '2026-11-26'\n"}
    ${"single quotes that cannot hold it"} | ${"a = 'b'\n"}                                | ${"/a"}           | ${"it's"}              | ${'a = "it\'s"\n'}
    ${"a day that does not exist"}         | ${"end = 2026-11-19\n"}                       | ${"/end"}         | ${"2026-13-45"}        | ${'end = "2026-13-45"\n'}
    ${"several lines become one"}          | ${'a = """\nx\ny"""\nb = 1\n'}                | ${"/a"}           | ${"z"}                 | ${'a = "z"\nb = 1\n'}
    ${"a whole number"}                    | ${"seed = 1_000\r\n"}                         | ${"/seed"}        | ${"{count}"}           | ${"seed = 3\r\n"}
    ${"a float stays a float"}             | ${"lr = 0.5\n"}                               | ${"/lr"}          | ${1}                   | ${"lr = 1.0\n"}
    ${"a switch"}                          | ${"a = true\n"}                               | ${"/a"}           | ${false}               | ${"a = false\n"}
    ${"a dotted key"}                      | ${"a.b.c = 1\na.b.d = 2\n"}                   | ${"/a/b/d"}       | ${3}                   | ${"a.b.c = 1\na.b.d = 3\n"}
    ${"a table in brackets"}               | ${"a = { b = 1, c.d = [1, 2] }\n"}            | ${"/a/c/d/1"}     | ${3}                   | ${"a = { b = 1, c.d = [1, 3] }\n"}
    ${"one of several tables"}             | ${"[[m]]\nx = 1\n[[m]]\nx = 2\n[m.y]\nz=1\n"} | ${"/m/1/y/z"}     | ${3}                   | ${"[[m]]\nx = 1\n[[m]]\nx = 2\n[m.y]\nz=3\n"}
    ${"a table below a dotted header"}     | ${'[tool."a/b"]\nx = 1\n'}                    | ${"/tool/a~1b/x"} | ${2}                   | ${'[tool."a/b"]\nx = 2\n'}
    ${"a byte order mark"}                 | ${"\uFEFFa = 1 # ä\r\nb = 'ö'\r\n"}           | ${"/b"}           | ${"ü"}                 | ${"\uFEFFa = 1 # ä\r\nb = 'ü'\r\n"}
    ${"TOML 1.1"}                          | ${'a = {\n  b = "\\e", # c\n  c = 1,\n}\n'}   | ${"/a/c"}         | ${2}                   | ${'a = {\n  b = "\\e", # c\n  c = 2,\n}\n'}
    ${"numbers beyond JavaScript's"}       | ${"big = 9223372036854775807\na = 1\n"}       | ${"/a"}           | ${2}                   | ${"big = 9223372036854775807\na = 2\n"}
    ${"the value that is there"}           | ${"a = 0x10\n"}                               | ${"/a"}           | ${16}                  | ${"no change"}
    ${"the date that is there"}            | ${"a = 2026-11-26\n"}                         | ${"/a"}           | ${"{window-end-date}"} | ${"no change"}
  `("$title", ({ before, pointer, value, after }) => {
    expect(edit("params.toml", before, pointer, value)).toBe(after);
  });

  it.each`
    before                              | pointer        | problem
    ${"[a]\nb = 1\n"}                   | ${"/a"}        | ${"/a of params.toml is a table or a list, not one value; point to a value in it."}
    ${"a = [1]\n"}                      | ${"/a"}        | ${"/a of params.toml is a table or a list, not one value; point to a value in it."}
    ${"[data]\nends = 1\n"}             | ${"/data/end"} | ${"/data/end of params.toml does not exist; did you mean /data/ends?"}
    ${"a = 1\na = 2\n"}                 | ${"/a"}        | ${/^\/a of params\.toml cannot be found, because the file is not TOML \(.+\); repair it\.$/}
    ${"a: 1\n"}                         | ${"/a"}        | ${/^\/a of params\.toml cannot be found, because the file is not TOML \(.+\); repair it\.$/}
    ${`${"x.".repeat(60)}a = 1\n`}      | ${"/x"}        | ${"/x of params.toml cannot be found, because the file is nested too deeply; use a flatter one."}
    ${`a = 1\n#${"x".repeat(1 << 17)}`} | ${"/a"}        | ${"/a of params.toml is not edited, because TOML of more than 128 KiB is not; use a smaller file."}
  `("$pointer of $before is a problem with a way out", ({ before, pointer, problem }) => {
    const found = edit("params.toml", before, pointer, 3);
    if (problem instanceof RegExp) expect(found).toMatch(problem);
    else expect(found).toBe(problem);
  });
});

describe("files", () => {
  it.each(["a.YML", "deep/er/a.yaml", "data/flights.csv.dvc", "dvc.lock", "x/dvc.lock"])("%s is YAML", (file) => {
    expect(edit(file, "a: 1 # c\n", "/a", 2)).toBe("a: 2 # c\n");
  });

  it.each(["poetry.lock", "lock", ".lock"])("%s is nothing that is edited", (file) => {
    expect(edit(file, "a: 1\n", "/a", 2)).toMatch(/is not edited: only/);
  });

  it.each`
    file                             | problem
    ${".github/workflows/train.yml"} | ${"/a of .github/workflows/train.yml is not edited: workflows and policies in .github/ change only by people; edit a file of parameters."}
    ${".GitHub/pawl.yml"}            | ${"/a of .GitHub/pawl.yml is not edited: workflows and policies in .github/ change only by people; edit a file of parameters."}
    ${".pawl/aliases/fraud.yml"}     | ${"/a of .pawl/aliases/fraud.yml is not edited: workflows and policies in .pawl/ change only by people; edit a file of parameters."}
    ${".git/config.toml"}            | ${"/a of .git/config.toml is not edited: workflows and policies in .git/ change only by people; edit a file of parameters."}
    ${"../other/params.yaml"}        | ${"/a of ../other/params.yaml is not edited: `file` has to be a path within the repository, like configs/train.yaml."}
    ${"a/../.github/pawl.yml"}       | ${/has to be a path within the repository/}
    ${"./.github/pawl.yml"}          | ${/has to be a path within the repository/}
    ${"/etc/params.yaml"}            | ${/has to be a path within the repository/}
    ${"C:/params.yaml"}              | ${/has to be a path within the repository/}
    ${"a\\b.yaml"}                   | ${/has to be a path within the repository/}
    ${"a//b.yaml"}                   | ${/has to be a path within the repository/}
    ${"train.py"}                    | ${"/a of train.py is not edited: only .yaml, .yml, .json, .toml and .dvc are; keep the value in one of them."}
    ${"CODEOWNERS"}                  | ${/only \.yaml, \.yml, \.json, \.toml and \.dvc are/}
    ${"a.constructor"}               | ${/only \.yaml, \.yml, \.json, \.toml and \.dvc are/}
  `("attack: $file is not edited", ({ file, problem }) => {
    const found = edit(file, "a: 1\n", "/a", 2);
    if (problem instanceof RegExp) expect(found).toMatch(problem);
    else expect(found).toBe(problem);
  });

  it.each`
    title                   | text                               | problem
    ${"too large"}          | ${`a: 1\n#${"x".repeat(1 << 20)}`} | ${"/a of p.yaml is not edited, because the file is larger than 1 MiB; use a smaller one."}
    ${"not text"}           | ${"a: 1\n\0"}                      | ${"/a of p.yaml cannot be found, because the file is not text in UTF-8; save it as UTF-8."}
    ${"read as if it were"} | ${"a: 1 # \uFFFD\n"}               | ${"/a of p.yaml cannot be found, because the file is not text in UTF-8; save it as UTF-8."}
    ${"too many entries"}   | ${"- a\n".repeat(40_000)}          | ${"/a of p.yaml is not edited, because the file has too many entries or is nested too deeply; use a smaller one."}
  `("a file that is $title", ({ text, problem }) => {
    expect(edit("p.yaml", text, "/a", 2)).toBe(problem);
  });

  it("says which file is missing", () => {
    expect(applyEdits(new Map(), [{ file: "p.yaml", pointer: "/a", value: 1 }], VARIABLES)).toEqual({
      problem: "/a of p.yaml cannot be found, because there is no such file; correct `file` of the edit.",
    });
  });
});

describe("several edits", () => {
  const files = new Map([
    ["p.yaml", "a: 1\nb: x # c\n"],
    ["q.json", '{"a": 1}'],
    ["r.toml", "a = 1\n"],
  ]);

  it("are carried out one after the other, and only changed files come back", () => {
    const edits = [
      { file: "p.yaml", pointer: "/a", value: 2 },
      { file: "p.yaml", pointer: "/b", value: "{model}" },
      { file: "q.json", pointer: "/a", value: 1 },
    ];
    expect(applyEdits(files, edits, VARIABLES)).toEqual({
      files: new Map([["p.yaml", "a: 2\nb: late-flights # c\n"]]),
      changes: [
        { file: "p.yaml", pointer: "/a", before: "1", after: "2" },
        { file: "p.yaml", pointer: "/b", before: "x", after: "late-flights" },
        { file: "q.json", pointer: "/a", before: "1", after: "1" },
      ],
    });
  });

  it("are all or none", () => {
    const edits = [
      { file: "p.yaml", pointer: "/a", value: 2 },
      { file: "r.toml", pointer: "/b", value: 2 },
    ];
    expect(applyEdits(files, edits, VARIABLES)).toHaveProperty("problem");
    expect(files.get("p.yaml")).toBe("a: 1\nb: x # c\n");
  });

  it("may not change one place twice", () => {
    const edits = [1, 2].map((value) => ({ file: "p.yaml", pointer: "/a", value }));
    expect(applyEdits(files, edits, VARIABLES)).toEqual({
      problem: "/a of p.yaml is edited twice; keep one of the two edits.",
    });
  });

  it.each(["a", "/", "/a/", "//a", "/a~2", "/~"])("attack: %s is no pointer", (pointer) => {
    expect(edit("p.yaml", "a: 1\n", pointer, 2)).toBe(
      `${pointer} of p.yaml is no JSON pointer; write it like /data/end.`,
    );
  });
});

describe("attack: a value stays one value", () => {
  const EVIL = [
    "x\nadmin: true",
    "x\radmin: true",
    "x\u2028admin: true",
    "x\u0085y",
    "x\u0000",
    "\u202ex",
    "\ud800",
    "\uFEFFx",
    "\u001b[31m",
  ];
  it.each(EVIL)("%j is not written anywhere", (value) => {
    for (const [file, text] of [
      ["p.yaml", "a: b\n"],
      ["p.json", '{"a": "b"}'],
      ["p.toml", 'a = "b"\n'],
    ] as const) {
      expect(edit(file, text, "/a", value)).toBe(
        `/a of ${file} cannot be written: the value is not one line of visible text; write it on one line.`,
      );
    }
  });

  it.each`
    value                                     | yaml                                           | single                                         | json                                               | toml
    ${'", "b": "'}                            | ${'a: "\\", \\"b\\": \\""'}                    | ${'a: \'", "b": "\''}                          | ${'{"a": "\\", \\"b\\": \\""}'}                    | ${'a = "\\", \\"b\\": \\""'}
    ${"', b: '"}                              | ${"a: \"', b: '\""}                            | ${"a: ''', b: '''"}                            | ${'{"a": "\', b: \'"}'}                            | ${"a = \"', b: '\""}
    ${"x # y"}                                | ${'a: "x # y"'}                                | ${"a: 'x # y'"}                                | ${'{"a": "x # y"}'}                                | ${'a = "x # y"'}
    ${"x: y"}                                 | ${'a: "x: y"'}                                 | ${"a: 'x: y'"}                                 | ${'{"a": "x: y"}'}                                 | ${'a = "x: y"'}
    ${"*alias"}                               | ${'a: "*alias"'}                               | ${"a: '*alias'"}                               | ${'{"a": "*alias"}'}                               | ${'a = "*alias"'}
    ${"!!python/object/apply:os.system [id]"} | ${'a: "!!python/object/apply:os.system [id]"'} | ${"a: '!!python/object/apply:os.system [id]'"} | ${'{"a": "!!python/object/apply:os.system [id]"}'} | ${'a = "!!python/object/apply:os.system [id]"'}
    ${"- x"}                                  | ${'a: "- x"'}                                  | ${"a: '- x'"}                                  | ${'{"a": "- x"}'}                                  | ${'a = "- x"'}
    ${"x:"}                                   | ${'a: "x:"'}                                   | ${"a: 'x:'"}                                   | ${'{"a": "x:"}'}                                   | ${'a = "x:"'}
    ${" x "}                                  | ${'a: " x "'}                                  | ${"a: ' x '"}                                  | ${'{"a": " x "}'}                                  | ${'a = " x "'}
    ${""}                                     | ${'a: ""'}                                     | ${"a: ''"}                                     | ${'{"a": ""}'}                                     | ${'a = ""'}
    ${"..."}                                  | ${'a: "..."'}                                  | ${"a: '...'"}                                  | ${'{"a": "..."}'}                                  | ${'a = "..."'}
    ${"\\"}                                   | ${'a: "\\\\"'}                                 | ${"a: '\\'"}                                   | ${'{"a": "\\\\"}'}                                 | ${'a = "\\\\"'}
  `("$value", ({ value, yaml, single, json, toml }) => {
    expect(edit("p.yaml", "a: b\n", "/a", value)).toBe(`${yaml}\n`);
    expect(edit("p.yaml", "a: 'b'\n", "/a", value)).toBe(`${single}\n`);
    expect(edit("p.json", '{"a": "b"}', "/a", value)).toBe(json);
    expect(edit("p.toml", 'a = "b"\n', "/a", value)).toBe(`${toml}\n`);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("%d is not written", (value) => {
    expect(edit("p.yaml", "a: 1\n", "/a", value)).toMatch(/not a finite number/);
  });
});

describe("docs/retraining.md", () => {
  it("shows edits that do what it says", () => {
    const page = readFileSync(new URL("../../../docs/retraining.md", import.meta.url), "utf8");
    const [, config = ""] = /```yaml\n((?:(?!```).)*?edits:.*?)```/s.exec(page) ?? [];
    const [, diff = ""] = /```diff\n(.*?)```/s.exec(page) ?? [];
    const lines = diff.split("\n");
    const side = (sign: string) =>
      lines
        .filter((line) => line.startsWith(" ") || line.startsWith(sign))
        .map((line) => `${line.slice(1)}\n`)
        .join("");
    const edits = z
      .object({ models: z.object({ "late-flights": z.object({ retrain: z.object({ edits: z.array(EditConfig) }) }) }) })
      .parse(parse(config)).models["late-flights"].retrain.edits;
    expect(applyEdits(new Map([["params.yaml", side("-")]]), edits, VARIABLES)).toMatchObject({
      files: new Map([["params.yaml", side("+")]]),
    });
  });
});
