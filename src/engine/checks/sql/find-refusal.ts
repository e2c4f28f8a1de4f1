import { ALLOWED_FUNCTIONS, ALLOWED_TABLE_FUNCTIONS } from "./allowed-functions.ts";
import { isNode, namesOfWith, type Tree, type TreeNode, tableName, textOf } from "./statement-tree.ts";

const EXPRESSIONS = new Set(
  "BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION OPERATOR POSITIONAL_REFERENCE STAR SUBQUERY WINDOW".split(
    " ",
  ),
);

/** Queries, what stands behind FROM, and what changes the order or the number of rows. */
const PARTS = new Set(
  `SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE CTE_NODE BASE_TABLE JOIN SUBQUERY TABLE_FUNCTION EXPRESSION_LIST EMPTY
   ORDER_MODIFIER LIMIT_MODIFIER LIMIT_PERCENT_MODIFIER DISTINCT_MODIFIER ORDER_DEFAULT ASCENDING DESCENDING`.split(
    /\s+/,
  ),
);

/** Names of operators are signs: `+`, `~~` (LIKE), `||`. */
const SIGNS = /^[^\w\s"'.]+$/;

export interface StatementReading {
  /** Names, in lower case, that the rule may read from. */
  readonly tables: ReadonlySet<string>;
  /** Filled: names of columns that the statement mentions, in lower case; `*` where it asks for all. */
  readonly columns: Set<string>;
}

/** Why a part of the tree may not be run; `undefined` where it may. Whatever is not known is refused. */
export function findRefusal(
  tree: Tree,
  reading: StatementReading,
  scope: ReadonlySet<string> = new Set(),
): string | undefined {
  if (Array.isArray(tree)) return firstRefusal(tree, reading, scope);
  if (!isNode(tree)) return undefined;
  const inner = new Set([...scope, ...namesOfWith(tree)]);
  return refuseNode(tree, reading, inner) ?? firstRefusal(childrenOf(tree), reading, inner);
}

// Constants and the types of casts are data, which has words of its own.
function childrenOf(node: TreeNode): readonly Tree[] {
  const expression = textOf(node, "class");
  if (expression === "CONSTANT") return [];
  if (expression === "CAST") return [node["child"] ?? null];
  const called = node["function"];
  // Functions that give rows have a list of their own, which refuseNode has asked; their arguments are like all others.
  if (textOf(node, "type") === "TABLE_FUNCTION" && isNode(called)) return [called["children"] ?? null];
  return Object.values(node);
}

function firstRefusal(trees: readonly Tree[], reading: StatementReading, scope: ReadonlySet<string>) {
  for (const tree of trees) {
    const refusal = findRefusal(tree, reading, scope);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function refuseNode(node: TreeNode, reading: StatementReading, scope: ReadonlySet<string>): string | undefined {
  const type = textOf(node, "type");
  const expression = textOf(node, "class");
  if (expression !== "") return refuseExpression(expression, node, reading);
  if (type === "") return undefined;
  if (!PARTS.has(type)) return notAllowed(type.toLowerCase().replaceAll("_", " "));
  if (type === "BASE_TABLE") return refuseTable(node, reading, scope);
  if (type !== "TABLE_FUNCTION") return undefined;
  const called = node["function"];
  if (isNode(called) && isKnown(called, ALLOWED_TABLE_FUNCTIONS)) return undefined;
  return notAllowed(`the function ${isNode(called) ? textOf(called, "function_name") : ""}`);
}

function refuseExpression(expression: string, node: TreeNode, { columns }: StatementReading): string | undefined {
  if (!EXPRESSIONS.has(expression)) return notAllowed(expression.toLowerCase());
  if (expression === "STAR" || expression === "POSITIONAL_REFERENCE") columns.add("*");
  if (expression === "COLUMN_REF") {
    // `t.a.b` may be a column of a table or a field of a column.
    for (const name of Array.isArray(node["column_names"]) ? node["column_names"] : []) {
      columns.add(String(name).toLowerCase());
    }
  }
  if (expression !== "FUNCTION" && expression !== "WINDOW") return undefined;
  if (isKnown(node, ALLOWED_FUNCTIONS)) return undefined;
  return notAllowed(`the function ${textOf(node, "function_name")}`);
}

function isKnown(called: TreeNode, allowed: ReadonlySet<string>): boolean {
  const name = textOf(called, "function_name").toLowerCase();
  const ours = ["", "main"].includes(textOf(called, "schema")) && ["", "system"].includes(textOf(called, "catalog"));
  return ours && (allowed.has(name) || SIGNS.test(name));
}

function refuseTable(node: TreeNode, { tables }: StatementReading, scope: ReadonlySet<string>): string | undefined {
  if (node["at_clause"] !== null && node["at_clause"] !== undefined) return notAllowed("AT");
  const name = tableName(node);
  if (tables.has(name) || scope.has(name)) return undefined;
  return `it reads "${name.slice(0, 80)}"; a rule may read its own table only`;
}

function notAllowed(what: string): string {
  return `${what.slice(0, 80)} is not allowed in a rule`;
}
