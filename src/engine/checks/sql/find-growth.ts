import { isNode, type Tree, type TreeNode, textOf } from "./statement-tree.ts";

/** How many times as long as the values of the data a text or list of the statement may become. */
const MAX_GROWTH = 16;

/** Parts inside of parts: planning a statement takes the square of it, and cannot be stopped. */
const MAX_DEPTH = 120;

/** Sets that GROUPING SETS, CUBE and ROLLUP may ask for. */
const MAX_GROUPINGS = 64;

const JOINING = new Set(["concat", "concat_ws", "||", "list_value", "row", "struct_pack"]);
const DOUBLING = new Set(["hex", "to_hex"]);

/**
 * Why a statement may make long values out of short ones, many groups out of few, or a plan that takes long; `undefined` where it does not. A
 * single value is made without asking for the time or the memory that are left, so neither limit would stop it.
 */
export function findGrowth(tree: Tree): string | undefined {
  if (depthOf(tree) > MAX_DEPTH) return "it is too deeply nested";
  const nodes = listNodes(tree);
  const growth = nodes.reduce((product, node) => product * growthOf(node), 1);
  if (growth > MAX_GROWTH) return `it may make a value more than ${String(MAX_GROWTH)} times as long`;
  const grouped = nodes.some(({ group_sets: sets }) => Array.isArray(sets) && sets.length > MAX_GROUPINGS);
  if (grouped) return `it asks for more than ${String(MAX_GROUPINGS)} groupings at once`;
  return nodes.map(refuseReplacing).find((refusal) => refusal !== undefined);
}

function depthOf(tree: Tree): number {
  if (Array.isArray(tree)) return Math.max(0, ...tree.map((child: Tree) => depthOf(child)));
  return isNode(tree) ? 1 + Math.max(0, ...Object.values(tree).map(depthOf)) : 0;
}

function listNodes(tree: Tree): TreeNode[] {
  if (Array.isArray(tree)) return tree.flatMap((child: Tree) => listNodes(child));
  return isNode(tree) ? [tree, ...Object.values(tree).flatMap(listNodes)] : [];
}

// Nested in one another, or one behind the other, they multiply: they are all taken for nested.
function growthOf(node: TreeNode): number {
  const name = textOf(node, "function_name").toLowerCase();
  if (DOUBLING.has(name)) return 2;
  if (!JOINING.has(name)) return 1;
  return Math.max(1, argumentsOf(node).filter((argument) => constantText(argument) === undefined).length);
}

function refuseReplacing(node: TreeNode): string | undefined {
  const name = textOf(node, "function_name").toLowerCase();
  if (name !== "replace" && name !== "regexp_replace") return undefined;
  const [, searched, replacement, options] = argumentsOf(node).map(constantText);
  const refusal = `${name} with a replacement that may be longer than what it replaces is not allowed in a rule`;
  if (searched === undefined || replacement === undefined) return refusal;
  if (name === "replace") return replacement.length <= searched.length ? undefined : refusal;
  const once = argumentsOf(node).length === 3 || (options !== undefined && !options.includes("g"));
  const shrinks = /^(\\\d)?$/.test(replacement);
  return shrinks || (once && !replacement.includes("\\")) ? undefined : refusal;
}

function argumentsOf(node: TreeNode): readonly Tree[] {
  const children = node["children"];
  return Array.isArray(children) ? children : [];
}

/** The text of a constant; empty for one of another type. */
function constantText(tree: Tree): string | undefined {
  if (!isNode(tree) || textOf(tree, "class") !== "CONSTANT") return undefined;
  return isNode(tree["value"]) ? textOf(tree["value"], "value") : "";
}
