import { PawlError } from "../../core/errors.ts";

const MAX_PATH_BYTES = 1000;
/** What file systems take for one name. */
const MAX_NAME_BYTES = 255;

/**
 * Where a file of a package belongs, as a relative path with `/` that stays inside on every system.
 *
 * @throws `PACKAGE_REFUSED` for paths that lead out, mean different things on different systems, or could take over a
 * working copy (`.git`).
 */
export function parsePackagePath(text: string): string {
  const path = text.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
  const names = path.split("/");
  const wrong = wrongPath(path) ?? names.map(wrongName).find((found) => found !== undefined);
  if (wrong === undefined) return path;
  const shown = JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
  throw new PawlError({
    code: "PACKAGE_REFUSED",
    message: `the package has a file ${shown}, which ${wrong}`,
    hint: "Nothing was unpacked. Look at who made the package before trying it elsewhere.",
  });
}

function wrongPath(path: string): string | undefined {
  if (path === "") return "has no name";
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) return `is longer than ${String(MAX_PATH_BYTES)} bytes`;
  if (path.startsWith("/") || /^[a-z]:/i.test(path)) return "is not relative";
  if (path.includes("\\")) return "is divided otherwise on Windows";
  // Control and format characters hide what a path is, for example by writing backwards.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/u.test(path)) return "has characters that cannot be seen";
  return undefined;
}

function wrongName(name: string): string | undefined {
  if (name === "" || name === ".") return "has an empty part";
  if (name === "..") return "leads out of the folder";
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return `has a part longer than ${String(MAX_NAME_BYTES)} bytes`;
  if (/[. ]$/.test(name)) return "ends in what Windows leaves out";
  if (/^(git~\d+|\.git)$/i.test(name)) return "is git's";
  if (/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name)) return "is a device on Windows";
  return undefined;
}
