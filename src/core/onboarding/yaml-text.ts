import { stringify } from "yaml";

/** One scalar as it stands in YAML between brackets or after a colon, with quotation marks where it needs them. */
export function yamlScalar(value: string | number): string {
  const plain = stringify(value, { lineWidth: 0 }).trimEnd();
  return typeof value === "string" && /[,[\]{}\n]|^[|>]/.test(plain) ? JSON.stringify(value) : plain;
}

/** `[a, "*.py"]`. */
export function yamlList(values: readonly string[]): string {
  return `[${values.map(yamlScalar).join(", ")}]`;
}
