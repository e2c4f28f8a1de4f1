import { type Engine, textAt } from "../../engine.ts";
import { quoteLiteral } from "../../quote-sql.ts";
import { findGrowth } from "./find-growth.ts";
import { findRefusal } from "./find-refusal.ts";
import {
  formatTree,
  isNode,
  namesOfWith,
  parseTree,
  type Tree,
  type TreeNode,
  tableName,
  textOf,
} from "./statement-tree.ts";

/** A statement longer than this is no rule. */
const MAX_CHARACTERS = 20_000;

/** The table that every allowed name stands for in the statement that is run. */
export const RULE_TABLE = "data";

export type VettedStatement =
  | {
      /** To be run in the place of the statement: written anew from what was read. */
      readonly sql: string;
      /** Columns that it mentions, in lower case; `*` among them: all. */
      readonly columns: ReadonlySet<string>;
    }
  | { readonly refusal: string };

/**
 * Reads a statement of a contract with the engine's own parser and lets it pass only where every part of it is known to
 * read nothing but the tables named here (lower case). What may be run is written anew from that reading, so that nothing
 * can hide in what the parser skipped.
 */
export async function vetStatement(
  engine: Engine,
  query: string,
  tables: ReadonlySet<string>,
): Promise<VettedStatement> {
  if (query.length > MAX_CHARACTERS) return { refusal: `it is longer than ${String(MAX_CHARACTERS)} characters` };
  const [read = {}] = await engine.query(`SELECT CAST(json_serialize_sql(${quoteLiteral(query)}) AS VARCHAR) AS tree`);
  const tree = parseTree(textAt(read, "tree") ?? "null");
  const refusal = refuseDocument(tree);
  if (refusal !== undefined) return { refusal };
  const columns = new Set<string>();
  const part = findRefusal(tree, { tables, columns }) ?? findGrowth(tree);
  if (part !== undefined) return { refusal: part };
  const renamed = formatTree(renameTables(tree, tables, new Set()));
  const [written = {}] = await engine.query(`SELECT json_deserialize_sql(${quoteLiteral(renamed)}) AS sql`);
  return { sql: textAt(written, "sql") ?? "", columns };
}

function refuseDocument(tree: Tree): string | undefined {
  if (!isNode(tree)) return "it cannot be read";
  if (tree["error"] === true) {
    const told = textOf(tree, "error_message");
    if (textOf(tree, "error_type") === "parser") return `it is not SQL that DuckDB knows: ${told.slice(0, 200)}`;
    return "a rule is a SELECT, also behind WITH, and nothing else";
  }
  const statements = tree["statements"];
  if (!Array.isArray(statements) || statements.length !== 1) return "it is not one statement";
  return undefined;
}

/** The tree with every table of the contract under its one name; what WITH has named keeps its own. */
function renameTables(tree: Tree, tables: ReadonlySet<string>, scope: ReadonlySet<string>): Tree {
  if (Array.isArray(tree)) return tree.map((child: Tree) => renameTables(child, tables, scope));
  if (!isNode(tree)) return tree;
  const inner = new Set([...scope, ...namesOfWith(tree)]);
  const renamed = Object.entries(tree).map(([key, child]) => [key, renameTables(child, tables, inner)] as const);
  const node: TreeNode = Object.fromEntries(renamed);
  if (textOf(tree, "type") !== "BASE_TABLE" || textOf(tree, "class") !== "" || inner.has(tableName(tree))) return node;
  const alias = textOf(tree, "alias") || textOf(tree, "table_name");
  return { ...node, alias, catalog_name: "", schema_name: "", table_name: RULE_TABLE };
}
