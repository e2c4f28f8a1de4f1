import { Lexer } from "yaml";

/** A hundred models with ten lists of ten entries each come to about this much. */
const MAX_TOKENS = 60_000;

/** The configuration needs six levels. */
const MAX_DEPTH = 50;

/** The lexer's mark in front of a scalar's own text. */
const SCALAR_FOLLOWS = "\u001f";

/**
 * Whether YAML is small enough to be parsed. The parser is recursive and in places quadratic, and anybody who can open a
 * pull request can write this file; the lexer is neither, and stops here as soon as it is too much.
 */
export function measureYaml(text: string): "acceptable" | "too-long" | "too-deep" {
  let tokens = 0;
  let flowDepth = 0;
  let indicatorsInLine = 0;
  let scalar = false;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > MAX_TOKENS) return "too-long";
    if (scalar || token.startsWith(SCALAR_FOLLOWS)) {
      scalar = token === SCALAR_FOLLOWS;
      continue;
    }
    if (token === "[" || token === "{") flowDepth += 1;
    if (token === "]" || token === "}") flowDepth -= 1;
    // Inside of brackets, these nest nothing.
    if (flowDepth === 0 && (token === "-" || token === "?" || token === ":")) indicatorsInLine += 1;
    if (token.startsWith("\n") || token.startsWith("\r")) indicatorsInLine = 0;
    if (flowDepth > MAX_DEPTH || (flowDepth === 0 && indicatorsInLine > MAX_DEPTH)) return "too-deep";
  }
  return "acceptable";
}
