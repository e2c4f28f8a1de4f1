import type { EditPlan } from "../config/monitoring-plan.ts";
import { findEditFormat } from "./edit-file.ts";
import { parsePointer } from "./edit-pointer.ts";
import type { EditFormat, EditValue } from "./edit-target.ts";
import { type EditVariables, fillVariables } from "./edit-variables.ts";
import { isOnlyChange } from "./is-only-change.ts";
import { keepEditType } from "./keep-edit-type.ts";

/** What one declared edit did, as the letters in the file. */
export interface AppliedEdit {
  readonly file: string;
  /** JSON pointer. */
  readonly pointer: string;
  /** Equal to `after` where the value was there already. */
  readonly before: string;
  readonly after: string;
}

export interface EditedFiles {
  /** New texts of the files that changed, by path; empty where every value was there already. */
  readonly files: ReadonlyMap<string, string>;
  /** In the order of the edits. */
  readonly changes: readonly AppliedEdit[];
}

/**
 * Carries out a model's declared edits, all of them or none. Only the letters of the values change: comments, quotes, line
 * breaks, a byte order mark and the order of everything stay. An edit that does not apply is a problem: one sentence that
 * names file and pointer, and the way out. Texts have to keep their byte order mark (`TextDecoder` with `ignoreBOM`).
 */
export function applyEdits(
  files: ReadonlyMap<string, string>,
  edits: readonly EditPlan[],
  variables: EditVariables,
): EditedFiles | { readonly problem: string } {
  const texts = new Map(files);
  const changes: AppliedEdit[] = [];
  const seen = new Set<string>();
  for (const edit of edits) {
    const place = `${edit.file}${edit.pointer}`;
    if (seen.has(place)) return fail(edit, "is edited twice; keep one of the two edits");
    seen.add(place);
    const text = texts.get(edit.file);
    const edited = applyEdit(text, edit, variables);
    if ("problem" in edited) return fail(edit, edited.problem);
    texts.set(edit.file, edited.text);
    changes.push({ file: edit.file, pointer: edit.pointer, before: edited.before, after: edited.after });
  }
  return { files: new Map([...texts].filter(([file, text]) => files.get(file) !== text)), changes };
}

function fail({ file, pointer }: EditPlan, problem: string): { readonly problem: string } {
  const end = /[.?]$/.test(problem) ? "" : ".";
  return { problem: `${pointer} of ${file} ${problem}${end}` };
}

/** A larger one is no file of parameters. */
const MAX_BYTES = 1024 * 1024;

function applyEdit(
  text: string | undefined,
  { file, pointer, value }: EditPlan,
  variables: EditVariables,
): { readonly text: string; readonly before: string; readonly after: string } | { readonly problem: string } {
  const format = findEditFormat(file);
  if ("problem" in format) return format;
  const path = parsePointer(pointer);
  if (path === undefined) return { problem: "is no JSON pointer; write it like /data/end" };
  const filled = fillVariables(value, variables);
  if ("problem" in filled) return { problem: `cannot be written: ${filled.problem}` };
  const unsafe = refuseValue(filled.value);
  if (unsafe !== undefined) return { problem: `cannot be written: ${unsafe}` };
  if (text === undefined)
    return { problem: "cannot be found, because there is no such file; correct `file` of the edit" };
  if (Buffer.byteLength(text) > MAX_BYTES)
    return { problem: "is not edited, because the file is larger than 1 MiB; use a smaller one" };
  if (/[\0\uFFFD]/.test(text))
    return { problem: "cannot be found, because the file is not text in UTF-8; save it as UTF-8" };
  const target = format.locate(text, path);
  if ("problem" in target) return target;
  const wish = keepEditType(filled.value, target.value);
  const before = text.slice(target.start, target.end);
  if (Object.is(wish, target.value)) return { text, before, after: before };
  const written = target.write(wish);
  const edited = `${text.slice(0, target.start)}${written.text}${text.slice(target.end)}`;
  if (!isExpected(format.parse, text, edited, target.path, written.value)) {
    return { problem: "cannot be changed without changing something else of the file; change it by hand" };
  }
  return { text: edited, before, after: written.text.trim() };
}

// Line breaks and control characters have no business in a value that a machine writes; without them nothing begins a line.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\uFEFF\uFFFD\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

function refuseValue(value: EditValue): string | undefined {
  if (typeof value === "number" && !Number.isFinite(value))
    return "the value is not a finite number; write another one";
  if (typeof value !== "string" || !UNSAFE.test(value)) return undefined;
  return "the value is not one line of visible text; write it on one line";
}

function isExpected(
  parse: EditFormat["parse"],
  before: string,
  after: string,
  path: readonly string[],
  wished: unknown,
): boolean {
  try {
    return isOnlyChange(parse(before), parse(after), path, wished);
  } catch {
    return false;
  }
}
