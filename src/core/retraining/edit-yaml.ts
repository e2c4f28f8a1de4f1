import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseAllDocuments,
  type Scalar,
  visit,
} from "yaml";
import { isTooDeep } from "../config/is-too-deep.ts";
import { measureYaml } from "../config/measure-yaml.ts";
import { describeMissing } from "./edit-pointer.ts";
import type { EditFormat, EditTarget, EditValue } from "./edit-target.ts";
import { isTimestamp, writeYamlScalar } from "./edit-yaml-scalar.ts";

/** YAML: the scalar's own letters are replaced; comments, anchors and everything else stay as they are. */
export const YAML_EDITS: EditFormat = { locate, parse: (text) => readDocuments(text).map(toValues) };

interface Refusal {
  readonly problem: string;
}

interface FoundScalar {
  readonly scalar: Scalar;
  /** Undefined in a list. */
  readonly pair: Pair | undefined;
}

type Found = FoundScalar | Refusal | { readonly missing: string };

function locate(text: string, path: readonly string[]): EditTarget | Refusal {
  if (measureYaml(text) !== "acceptable") {
    return {
      problem: "is not edited, because the file has too many entries or is nested too deeply; use a smaller one",
    };
  }
  const documents = readDocuments(text);
  const [unreadable] = documents.flatMap((document) => checkDocument(document) ?? []);
  if (unreadable !== undefined) return { problem: `cannot be found, because ${unreadable}` };
  const found = documents.map((document) => descend(document, path));
  const targets = found.flatMap((one, index) => ("scalar" in one ? [{ ...one, index }] : []));
  const [target, another] = targets;
  if (another !== undefined) {
    return {
      problem: `stands in ${String(targets.length)} documents of the file; point to a value that is there once`,
    };
  }
  if (target !== undefined) {
    const version = documents[target.index]?.directives.yaml.version === "1.1" ? "1.1" : "1.2";
    return toTarget(text, target, [String(target.index), ...path], version);
  }
  const refused = found.find((one) => "problem" in one);
  if (refused !== undefined) return refused;
  const [missing] = found.flatMap((one) => ("missing" in one ? [one.missing] : []));
  return { problem: missing ?? "does not exist: the file is empty; write a value there once by hand" };
}

/** Doubled keys are looked for in linear time below. Merge keys stay ordinary keys: what they bring is not edited. */
function readDocuments(text: string): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, {
    keepSourceTokens: true,
    prettyErrors: false,
    uniqueKeys: false,
    merge: false,
    logLevel: "silent",
  });
  return Array.isArray(documents) ? documents : [];
}

function toValues(document: Document.Parsed): unknown {
  return document.toJS({ maxAliasCount: 100 });
}

/** What makes a document one that is not edited: the end of a sentence, with the way out. */
function checkDocument(document: Document.Parsed): string | undefined {
  const [error] = document.errors;
  if (error !== undefined)
    return `the file is not YAML (${error.message.replace(/\s+/g, " ").slice(0, 200)}); repair it`;
  const doubled = findDoubledKey(document);
  if (doubled !== undefined)
    return `the key ${doubled.slice(0, 60)} is twice in one place of the file; keep one of the two`;
  try {
    return isTooDeep(toValues(document)) ? "an alias in the file contains itself; write the values out" : undefined;
  } catch {
    return "the aliases in the file cannot be followed; write the values out";
  }
}

function findDoubledKey(document: Document.Parsed): string | undefined {
  let doubled: string | undefined;
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        // Merge keys may be there more than once.
        if (seen.has(name) && name !== "<<") doubled ??= name;
        seen.add(name);
      }
    },
  });
  return doubled;
}

const SHARED = "would change with every place that repeats it; write the value out there";

function descend(document: Document.Parsed, path: readonly string[]): Found {
  let node: unknown = document.contents;
  let pair: Pair | undefined;
  for (const [depth, step] of path.entries()) {
    const shared = refuseShared(node);
    if (shared !== undefined) return shared;
    const keys = isMap(node)
      ? node.items.map(({ key }) => keyName(key))
      : isSeq(node)
        ? node.items.map((_, i) => String(i))
        : [];
    const index = keys.indexOf(step);
    if (index === -1 && keys.includes("<<")) {
      return { problem: "is not there itself, but may come from a merge key (<<); write the value out there" };
    }
    if (index === -1) return { missing: describeMissing(path, depth, keys) };
    pair = isMap(node) ? node.items[index] : undefined;
    node = isMap(node) ? pair?.value : isSeq(node) ? node.items[index] : undefined;
  }
  const shared = refuseShared(node);
  if (shared !== undefined) return shared;
  if (isCollection(node)) return { problem: "is a mapping or a list, not one value; point to a value in it" };
  if (!isScalar(node)) return { problem: "has no value of its own; write one there once by hand" };
  return { scalar: node, pair };
}

function keyName(key: unknown): string {
  return isScalar(key) ? String(key.value) : "";
}

function refuseShared(node: unknown): Refusal | undefined {
  if (isAlias(node))
    return { problem: `is the alias *${node.source.slice(0, 60)} of a value elsewhere, and ${SHARED}` };
  const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined;
  return anchor === undefined ? undefined : { problem: `belongs to the anchor &${anchor.slice(0, 60)} and ${SHARED}` };
}

function toTarget(
  text: string,
  { scalar, pair }: FoundScalar,
  path: readonly string[],
  version: "1.1" | "1.2",
): EditTarget | Refusal {
  if (scalar.type === "BLOCK_LITERAL" || scalar.type === "BLOCK_FOLDED") {
    return { problem: "is a block of text (| or >); write it on one line, in quotes" };
  }
  if (scalar.tag !== undefined)
    return { problem: `has the tag ${scalar.tag.slice(0, 60)}; write the value without one` };
  const [start = 0, end = 0] = scalar.range ?? [];
  const before = text.slice(start, end);
  if (before !== "") {
    return { start, end, value: readValue(scalar), path, write: (wish) => writeYamlScalar(wish, before, version) };
  }
  const colon = endOfColon(pair);
  if (colon === undefined) return { problem: "is empty; write a value there once by hand" };
  // Of `end:` and a comment after it, the value goes between the two.
  const write = (wish: EditValue) => {
    const written = writeYamlScalar(wish, "", version);
    return { ...written, text: ` ${written.text}` };
  };
  return { start: colon, end: colon, value: null, path, write };
}

function readValue({ type, value, source }: Scalar): EditValue | null {
  // Without quotes a date is no text for many readers, so nothing is made a text in its place.
  if (type === "PLAIN" && isTimestamp(source ?? "")) return null;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

/** Behind the colon of `key:`, in a mapping that stands in lines. */
function endOfColon(pair: Pair | undefined): number | undefined {
  const colon = pair?.srcToken?.sep?.find(({ type }) => type === "map-value-ind");
  return colon === undefined ? undefined : colon.offset + colon.source.length;
}
