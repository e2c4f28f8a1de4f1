import type { DescribedIssue } from "../../config/describe-schema-issue.ts";

/** What the document is when it is not a contract of version 3 of the standard; nothing when it may be one. */
export function checkContractDocument(value: unknown): DescribedIssue[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [
      { path: [], about: "value", message: "must be a mapping of keys.", hint: "It begins with apiVersion: v3.1.0." },
    ];
  }
  if ("dataContractSpecification" in value) {
    return [
      {
        path: ["dataContractSpecification"],
        about: "key",
        message: "belongs to the older Data Contract Specification.",
        hint: "datacontract-cli turns such a contract into Open Data Contract Standard v3: datacontract export --format odcs.",
      },
    ];
  }
  const version = "apiVersion" in value ? value.apiVersion : undefined;
  if (version === undefined || version === null) {
    const hint = "An Open Data Contract Standard document says apiVersion: v3.1.0.";
    return [{ path: ["apiVersion"], about: "parent", message: "is missing.", hint }];
  }
  if (typeof version === "string" && /^v?3(\.\d+)*$/.test(version.trim())) return [];
  if (version === 3) return [];
  const message = `is ${JSON.stringify(version)}; contracts of version 3 of the standard are read.`;
  return [{ path: ["apiVersion"], about: "value", message, hint: "Write apiVersion: v3.1.0." }];
}
