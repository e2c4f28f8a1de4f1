type Context = Readonly<Record<string, unknown>>;

const TOKENS = /\s*(\(|\)|,|&&|\|\||==|!=|'(?:[^']|'')*'|[A-Za-z_][\w.-]*)/y;

/**
 * Whether an `if:` of a workflow holds: `&&`, `||`, `==`, `!=`, parentheses, texts, paths and `contains`, which is as far as
 * the templates go. Throws for anything else.
 */
export function holds(condition: string, context: Context): boolean {
  const tokens = tokenize(condition);
  let at = 0;
  const take = (wanted: string): boolean => {
    if (tokens[at] !== wanted) return false;
    at += 1;
    return true;
  };
  const value = (): unknown => {
    const token = tokens[at] ?? "";
    at += 1;
    if (token === "(") {
      const inner = either();
      if (!take(")")) throw new Error(`no ) in ${condition}`);
      return inner;
    }
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (token === "contains" && take("(")) {
      const text = String(either() ?? "");
      take(",");
      const part = String(either() ?? "");
      take(")");
      return text.toLowerCase().includes(part.toLowerCase());
    }
    return lookUp(token, context);
  };
  const equality = (): unknown => {
    const left = value();
    if (take("==")) return isEqual(left, value());
    return take("!=") ? !isEqual(left, value()) : left;
  };
  const both = (): unknown => {
    let result = equality();
    while (take("&&")) {
      const right = equality();
      result = isTrue(result) ? right : result;
    }
    return result;
  };
  const either = (): unknown => {
    let result = both();
    while (take("||")) {
      const right = both();
      result = isTrue(result) ? result : right;
    }
    return result;
  };
  const result = isTrue(either());
  if (at < tokens.length) throw new Error(`cannot read ${tokens.slice(at).join(" ")} in ${condition}`);
  return result;
}

function tokenize(condition: string): readonly string[] {
  const tokens: string[] = [];
  TOKENS.lastIndex = 0;
  const text = condition.trim();
  while (TOKENS.lastIndex < text.length) {
    const found = TOKENS.exec(text)?.[1];
    if (found === undefined) throw new Error(`cannot read ${condition}`);
    tokens.push(found);
  }
  return tokens;
}

function lookUp(path: string, context: Context): unknown {
  return path.split(".").reduce<unknown>((inner, name) => Reflect.get(Object(inner ?? {}), name), context);
}

/** Nothing equals an empty text, as on GitHub; texts are compared without regard to case. */
function isEqual(left: unknown, right: unknown): boolean {
  return String(left ?? "").toLowerCase() === String(right ?? "").toLowerCase();
}

function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && value !== false;
}
