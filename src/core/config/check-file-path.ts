import type { DescribedIssue } from "./describe-schema-issue.ts";

/** Files of a repository are named from its root, with slashes. */
export function checkFilePath(path: DescribedIssue["path"], file: string): DescribedIssue[] {
  const plain = file.replace(/^(\.?\/)+/, "");
  if (file.includes("\\")) {
    return [{ path, about: "value", message: "has a backslash and can match no file.", hint: "Write folders with /." }];
  }
  if (file.split("/").includes("..")) {
    const hint = "Paths begin at the root of the repository.";
    return [{ path, about: "value", message: 'has ".." in it and can match no file.', hint }];
  }
  if (plain !== file) {
    const beginning = JSON.stringify(file.slice(0, file.length - plain.length));
    const hint = plain === "" ? "Write ** for every file." : `Write ${plain}.`;
    return [{ path, about: "value", message: `begins with ${beginning} and can match no file.`, hint }];
  }
  if (
    file
      .split("/")
      .slice(0, -1)
      .some((segment) => segment === "" || segment === ".")
  ) {
    return [
      {
        path,
        about: "value",
        message: "has an empty folder name and can match no file.",
        hint: "Write one / between folders.",
      },
    ];
  }
  return [];
}
