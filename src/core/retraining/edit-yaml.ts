import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
  visit,
} from "yaml";
import { isTooDeep } from "../config/is-too-deep.ts";
import { measureYaml } from "../config/measure-yaml.ts";
import { describeMissing } from "./edit-pointer.ts";
import type { EditFormat, EditTarget } from "./edit-target.ts";
import { writeYamlScalar } from "./edit-yaml-scalar.ts";

/** YAML: the scalar's own letters are replaced; comments, anchors and everything else stay as they are. */
export const YAML_EDITS: EditFormat = { locate, parse: (text) => readDocuments(text).map(toValues) };

interface Refusal {
  readonly problem: string;
}

type Found = { readonly scalar: Scalar; readonly pair: Pair | undefined } | Refusal | { readonly missing: string };

function locate(text: string, path: readonly string[]): EditTarget | Refusal {
  const unreadable = checkText(text);
  if (unreadable !== undefined) return { problem: `cannot be found, because ${unreadable}` };
  const found = readDocuments(text).map((document) => descend(document, path));
  const targets = found.flatMap((one, index) => ("scalar" in one ? [{ ...one, document: index }] : []));
  const [target, another] = targets;
  if (another !== undefined) {
    return {
      problem: `stands in ${String(targets.length)} documents of the file; point to a value that is there once`,
    };
  }
  if (target !== undefined) return toTarget(text, target.scalar, target.pair, [String(target.document), ...path]);
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

/** What makes a file one that is not edited: the end of a sentence, with the way out. */
function checkText(text: string): string | undefined {
  if (measureYaml(text) !== "acceptable")
    return "the file has too many entries or is nested too deeply; use a smaller one";
  for (const document of readDocuments(text)) {
    const [error] = document.errors;
    if (error !== undefined) {
      return `the file is not YAML (${error.message.replace(/\s+/g, " ").slice(0, 200)}); repair it`;
    }
    const doubled = findDoubledKey(document);
    if (doubled !== undefined)
      return `the key ${doubled.slice(0, 60)} is twice in one place of the file; keep one of the two`;
    try {
      if (isTooDeep(toValues(document))) return "an alias in the file contains itself; write the values out";
    } catch {
      return "the aliases in the file cannot be followed; write the values out";
    }
  }
  return undefined;
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

function toTarget(text: string, scalar: Scalar, pair: Pair | undefined, path: readonly string[]): EditTarget | Refusal {
  if (scalar.type === "BLOCK_LITERAL" || scalar.type === "BLOCK_FOLDED") {
    return { problem: "is a block of text (| or >); write it on one line, in quotes" };
  }
  if (scalar.tag !== undefined)
    return { problem: `has the tag ${scalar.tag.slice(0, 60)}; write the value without one` };
  const { value } = scalar;
  const known = typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
  const range = scalar.range;
  if (range == null) return { problem: "has no place of its own in the file; write the value there once by hand" };
  const [start, end] = range;
  const source = text.slice(start, end);
  if (source !== "")
    return { start, end, value: known, path, write: (wish) => writeYamlScalar(wish, { source, value: known }) };
  const colon = endOfColon(pair);
  if (colon === undefined) return { problem: "is empty; write a value there once by hand" };
  // `end:` and a comment after it: the value goes between them.
  return {
    start: colon,
    end: colon,
    value: null,
    path,
    write: (wish) => ` ${writeYamlScalar(wish, { source, value: null })}`,
  };
}

/** Behind the colon of `key:`, in a mapping that stands in lines. */
function endOfColon(pair: Pair | undefined): number | undefined {
  const token = pair?.srcToken;
  const colon = token?.sep?.find(({ type }) => type === "map-value-ind");
  const empty: Node | undefined = isScalar(pair?.value) ? pair.value : undefined;
  return colon === undefined || empty === undefined ? undefined : colon.offset + colon.source.length;
}
