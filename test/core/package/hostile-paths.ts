/** Paths that nobody may pack or unpack: what is wrong with it, the path, what is said about it. */
export const HOSTILE_PATHS: readonly (readonly [attack: string, path: string, said: string])[] = [
  ["the folder above", "../x", "has the folder .."],
  ["a way up and out again", "a/../../x", "has the folder .."],
  ["the root", "/etc/passwd", "begins at the root"],
  ["a drive of Windows", "C:/x", "which Windows cannot write"],
  ["a folder of Windows", "a\\..\\x", "has a backslash"],
  ["the folder itself in the middle", "a/./x", "has the folder ."],
  ["an empty name", "a//b", "an empty folder name"],
  ["a device", "a/NUL.txt", "the name of a device"],
  ["a device with a raised digit", "com\u00b9.txt", "the name of a device"],
  ["a null byte", "a\0.txt", "cannot be seen"],
  ["a line break", "a\nb", "cannot be seen"],
  ["text that runs the other way", "a\u202Egpj.py", "cannot be seen"],
  ["a zero-width space", "a\u200B.py", "cannot be seen"],
  ["bytes that are no text", "a\uFFFD.py", "cannot be seen"],
  ["a name that Windows shortens", "a./b", "ends in a dot"],
  ["a name that ends in a space", "README.md ", "ends in a dot or a space"],
  ["a stream of NTFS", "a.txt:b", "which Windows cannot write"],
  ["a wildcard", "a*.py", "which Windows cannot write"],
  ["git's own folder", ".git/config", "which is git's own"],
  ["git's own folder in capitals", "a/.GIT/hooks/post-checkout", "which is git's own"],
  ["git's own folder by a short name", "git~1/config", "which is git's own"],
  ["the file of a submodule", "vendor/parser/.git", "which is git's own"],
  ["a name without end", "a".repeat(256), "more than 255 bytes"],
  ["a path without end", "abc/".repeat(125).concat("x"), "longer than 500 characters"],
  ["nothing", "", "is empty"],
];

/** Paths that everybody may pack and unpack. */
export const PLAIN_PATHS: readonly string[] = [
  "models/late.onnx",
  "src/.gitignore",
  ".github/x",
  "a/git~/x",
  "console.py",
  "\u00e9t\u00e9/donn\u00e9es 1.csv",
  "\u6a21\u578b/".repeat(100).concat("x"),
];

/** Files that not every disk can hold beside each other. */
export const PATH_CLASHES: readonly (readonly [what: string, paths: readonly [string, string]])[] = [
  ["capital letters", ["Model.py", "model.py"]],
  ["composed letters", ["caf\u00e9.py", "cafe\u0301.py"]],
  ["letters in one sign", ["\ufb01le.py", "file.py"]],
  ["a file and a folder", ["A", "a/b.py"]],
  ["a folder and a file", ["a/b.py", "A"]],
  ["capital letters of a folder's file", ["src/A.py", "SRC/a.py"]],
  ["capital letters of a folder", ["src/a.py", "SRC/b.py"]],
  ["the same path twice", ["a.py", "a.py"]],
];
