import { isAlias, isCollection, isMap, isScalar, type Node, visit } from "yaml";
import { z } from "zod";
import type { ConfigIssue } from "../config/config-issue.ts";
import { readYaml } from "../config/read-yaml.ts";
import { PawlError } from "../errors.ts";

/** A card is read by people. */
const MAX_CARD_BYTES = 512 * 1024;

const ADVICE = { tooMuch: "A model card is read by people: keep it short.", empty: "Leave the two lines --- out." };

/** A model card in the format of Hugging Face: fields in YAML between two lines `---`, and Markdown below. */
export interface ModelCard {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Without empty lines around it. */
  readonly body: string;
}

/**
 * Reads a card that a person wrote. `source` names the file in errors.
 *
 * @throws `INPUT_INVALID` with line and field where the YAML is not plain: a key is there twice, an anchor, alias or tag.
 */
export function parseModelCard(bytes: Uint8Array, source: string): ModelCard {
  if (bytes.byteLength > MAX_CARD_BYTES) throw refusal(`${source} is larger than 512 KiB`, ADVICE.tooMuch);
  const text = decode(bytes, source)
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n");
  if (!/^---[ \t]*\n/.test(text)) return { fields: {}, body: text.trim() };
  const [, front, body] = /^---[ \t]*\n(?:([\s\S]*?)\n)?---[ \t]*(?:\n([\s\S]*))?$/.exec(text) ?? [];
  if (front === undefined && body === undefined && !/^---[ \t]*\n---[ \t]*$/.test(text)) {
    throw refusal(`${source}: the fields that begin in line 1 have no end`, "Put a line --- below them.");
  }
  return { fields: readFields(front ?? "", source), body: (body ?? "").trim() };
}

function decode(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `${source} is not UTF-8`,
      hint: "Save it as UTF-8.",
      cause,
    });
  }
}

function readFields(front: string, source: string): Readonly<Record<string, unknown>> {
  if (front.trim() === "") return {};
  const read = readYaml(front, ADVICE);
  if ("issues" in read) throw refusal(`${source}${describe(read.issues)}`, read.issues[0]?.hint);
  const { document, lines, value } = read;
  const issues: ConfigIssue[] = [];
  visit(document, {
    Node: (_, node) => {
      const found = findFeature(node);
      if (found === undefined) return;
      const { line, col } = lines.linePos(node.range?.[0] ?? 0);
      issues.push({ line, column: col, key: "", message: `there is a YAML ${found}.`, hint: "Write the value out." });
    },
  });
  if (issues.length > 0) throw refusal(`${source}${describe(issues)}`, issues[0]?.hint);
  const fields = z.record(z.string(), z.unknown()).safeParse(value);
  if (isMap(document.contents) && fields.success) return fields.data;
  throw refusal(`${source}: the part between the lines --- is not a list of fields`, "Write it as key: value lines.");
}

/** A feature of YAML by which one text can be another value than it seems. Tags are known only where they are written. */
function findFeature(node: Node): string | undefined {
  if (isAlias(node)) return "alias";
  if (isScalar(node) || isCollection(node)) {
    if (node.anchor !== undefined) return "anchor";
    if (node.tag !== undefined) return "tag";
  }
  return undefined;
}

/** The lines of the fields begin below the first `---`. */
function describe(issues: readonly ConfigIssue[]): string {
  const [first] = issues;
  if (first === undefined) return "";
  return `:${String(first.line + 1)}: ${first.key === "" ? "" : `${first.key} `}${first.message.replace(/\.$/, "")}`;
}

function refusal(message: string, hint: string | undefined): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, ...(hint === undefined ? {} : { hint }) });
}
