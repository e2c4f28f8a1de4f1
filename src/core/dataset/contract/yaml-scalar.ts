import { stringify } from "yaml";

/** A value on one line of YAML, quoted where YAML 1.1 or 1.2 would take it for something else: `"no"`, `"1"`, `"2020-01-01"`. */
export function yamlScalar(value: string | number): string {
  if (typeof value === "number") return String(value);
  if (/[\n\r\t]/.test(value)) return JSON.stringify(value);
  const options = { lineWidth: 0, defaultStringType: "PLAIN", defaultKeyType: "PLAIN" } as const;
  const [old, current] = (["1.1", "1.2"] as const).map((version) =>
    stringify(value, { ...options, version }).trimEnd(),
  );
  return old === value && current === value && !/^[\d.+-]/.test(value) ? value : JSON.stringify(value);
}

/** A comment of one line: what comes from the data must not end it. */
export function yamlComment(text: string): string {
  return `# ${text.replace(/\s+/g, " ")}`;
}
