/**
 * Fills `${{ a.b }}` and `${{ a.b || 'text' }}` from `context`, which is as far as a `run-name` usually goes.
 * Anything else becomes an empty string, as an unknown property does on GitHub.
 */
export function fillExpressions(template: string, context: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(/\$\{\{([^}]*)\}\}/g, (_, expression: string) => {
    for (const part of expression.split("||").map((text) => text.trim())) {
      const quoted = /^'((?:[^']|'')*)'$/.exec(part)?.[1];
      const value = quoted === undefined ? lookUp(part, context) : quoted.replaceAll("''", "'");
      if (value !== "") return value;
    }
    return "";
  });
}

function lookUp(path: string, context: Readonly<Record<string, unknown>>): string {
  let value: unknown = context;
  for (const name of path.split(".")) {
    value = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
