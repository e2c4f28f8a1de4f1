/** A statement as the engine's parser read it (`json_serialize_sql`). */
export type Tree = null | boolean | number | string | readonly Tree[] | TreeNode;
export type TreeNode = { readonly [key: string]: Tree };

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const KEPT = /"\\u0000([\d.eE+-]+)"/g;

/** Reads the tree; numbers that a double cannot hold are kept digit by digit until it is written again. */
export function parseTree(text: string): Tree {
  const exact = text.replace(TOKEN, (token) =>
    token.startsWith('"') || token.length < 16 ? token : `"\\u0000${token}"`,
  );
  return JSON.parse(exact);
}

export function formatTree(tree: Tree): string {
  return JSON.stringify(tree).replace(KEPT, "$1");
}

export function isNode(tree: Tree | undefined): tree is TreeNode {
  return typeof tree === "object" && tree !== null && !Array.isArray(tree);
}

/** The text under a key; empty where there is none. */
export function textOf(node: TreeNode, key: string): string {
  const text = node[key];
  return typeof text === "string" ? text : "";
}

/** Names that the node's WITH gives to queries, in lower case; they are known in the node and below it. */
export function namesOfWith(node: TreeNode): string[] {
  const map = isNode(node["cte_map"]) ? node["cte_map"]["map"] : undefined;
  const entries = Array.isArray(map) ? map : [];
  const named = entries.map((entry: Tree) => (isNode(entry) ? textOf(entry, "key").toLowerCase() : ""));
  // A recursive query is known by its name in itself.
  const own = textOf(node, "type") === "RECURSIVE_CTE_NODE" ? [textOf(node, "cte_name").toLowerCase()] : [];
  return [...named, ...own].filter((name) => name !== "");
}

/** `schema.table` in lower case, with as many parts as are written. */
export function tableName(node: TreeNode): string {
  const parts = ["catalog_name", "schema_name", "table_name"].map((key) => textOf(node, key));
  return parts
    .filter((part) => part !== "")
    .join(".")
    .toLowerCase();
}
