import ts from "typescript";
import { parseSource } from "./imports-of.ts";
import type { SourceText } from "./source-files.ts";

/** Whole objects that a pure room never names. `globalThis` is among them because it leads to all the others. */
const FORBIDDEN = new Set(["process", "console", "fetch", "performance", "globalThis", "crypto", "XMLHttpRequest"]);

/** Members of objects that are otherwise welcome. */
const FORBIDDEN_MEMBERS: Readonly<Record<string, readonly string[]>> = { Date: ["now"], Math: ["random"] };

interface Use {
  readonly line: number;
  readonly name: string;
}

const known = new Map<string, readonly Use[]>();

/** Uses of clock, chance, environment, output and network; `Date.now` and `Date["now"]` alike. */
export function forbiddenGlobalsOf(file: SourceText): readonly Use[] {
  const key = `${file.path}\n${file.text}`;
  const found = known.get(key) ?? findUses(file);
  known.set(key, found);
  return found;
}

function findUses(file: SourceText): Use[] {
  const source = parseSource(file);
  const found: Use[] = [];
  const visit = (node: ts.Node): void => {
    const name = forbiddenIn(node);
    if (name !== undefined) {
      found.push({ line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, name });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function forbiddenIn(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node) && FORBIDDEN.has(node.text) && isUse(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return memberOf(node.expression, node.name.text);
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return memberOf(node.expression, node.argumentExpression.text);
  }
  const isDate = (callee: ts.Expression): boolean => ts.isIdentifier(callee) && callee.text === "Date";
  if (ts.isNewExpression(node) && isDate(node.expression) && (node.arguments ?? []).length === 0) {
    return "new Date() without an argument";
  }
  if (ts.isCallExpression(node) && isDate(node.expression)) return "Date()";
  return undefined;
}

function memberOf(object: ts.Expression, member: string): string | undefined {
  if (!ts.isIdentifier(object)) return undefined;
  return FORBIDDEN_MEMBERS[object.text]?.includes(member) === true ? `${object.text}.${member}` : undefined;
}

/** Whether an identifier stands for a value, rather than being the name of a property, a key or a type's member. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isQualifiedName(parent)) return false;
  return !(
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isJSDocParameterTag(parent)
  );
}
