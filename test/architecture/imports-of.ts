import ts from "typescript";
import type { SourceText } from "./source-files.ts";

export interface Import {
  /** As written; `undefined` where it is computed, so that no rule can judge it. */
  readonly specifier: string | undefined;
  /** Names taken from the module, with `*` for all of it. */
  readonly names: readonly string[];
  readonly typeOnly: boolean;
  readonly line: number;
}

let latest: ts.SourceFile | undefined;

/** Parses one file; nodes know their parents. Two rules that look at a file one after the other share what was parsed. */
export function parseSource({ path, text }: SourceText): ts.SourceFile {
  if (latest?.fileName === path && latest.text === text) return latest;
  latest = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  return latest;
}

const known = new Map<string, readonly Import[]>();

/** Every way in which TypeScript can reach another module: import, export from, `import()`, `import("x").T`, `require`. */
export function importsOf(file: SourceText): readonly Import[] {
  const key = `${file.path}\n${file.text}`;
  const found = known.get(key) ?? findImports(file);
  known.set(key, found);
  return found;
}

function findImports(file: SourceText): Import[] {
  const source = parseSource(file);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const taken = importIn(node);
    if (taken !== undefined) {
      found.push({ ...taken, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function importIn(node: ts.Node): Omit<Import, "line"> | undefined {
  if (ts.isImportDeclaration(node)) {
    const clause = node.importClause;
    return {
      specifier: literal(node.moduleSpecifier),
      names: namesOfImport(clause),
      typeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
    };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    const clause = node.exportClause;
    const names = clause !== undefined && ts.isNamedExports(clause) ? clause.elements.map(original) : ["*"];
    return { specifier: literal(node.moduleSpecifier), names, typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node)) {
    const argument = ts.isLiteralTypeNode(node.argument) ? literal(node.argument.literal) : undefined;
    return { specifier: argument, names: ["*"], typeOnly: true };
  }
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    return { specifier: literal(node.moduleReference.expression), names: ["*"], typeOnly: node.isTypeOnly };
  }
  return importCall(node);
}

function importCall(node: ts.Node): Omit<Import, "line"> | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const dynamic = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const required = ts.isIdentifier(node.expression) && node.expression.text === "require";
  if (!dynamic && !required) return undefined;
  return { specifier: literal(node.arguments[0]), names: ["*"], typeOnly: false };
}

function namesOfImport(clause: ts.ImportClause | undefined): string[] {
  if (clause === undefined) return [];
  const bindings = clause.namedBindings;
  const named = bindings === undefined ? [] : ts.isNamedImports(bindings) ? bindings.elements.map(original) : ["*"];
  return clause.name === undefined ? named : ["default", ...named];
}

/** `a` of `a as b`. */
function original(element: ts.ImportSpecifier | ts.ExportSpecifier): string {
  return (element.propertyName ?? element.name).text;
}

function literal(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}
