/** Linux allows 255 bytes for a name; deeper paths than this are no model's. */
const MAX_PATH = 500;
const MAX_NAME_BYTES = 255;

/** Names that Windows gives to devices, whatever comes behind the dot. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/**
 * Why a path cannot be one inside a package, as the end of a sentence; `undefined` where it can. Whoever unpacks writes to
 * `<folder>/<path>`: no path may lead out of the folder, and each must mean one file on every system.
 */
export function checkPackagePath(path: string): string | undefined {
  if (path === "") return "is empty";
  if (path.length > MAX_PATH) return `is longer than ${String(MAX_PATH)} characters`;
  if (UNSAFE.test(path)) return "has characters that cannot be seen";
  if (path.includes("\\")) return "has a backslash, which is a folder on Windows";
  if (path.startsWith("/")) return "begins at the root of the disk";
  if (/[<>:"|?*]/.test(path)) return 'has one of < > : " | ? *, which Windows cannot write';
  for (const name of path.split("/")) {
    if (name === "") return "has an empty folder name";
    if (name === "." || name === "..") return `has the folder ${name}`;
    if (/[. ]$/.test(name)) return "has a name that ends in a dot or a space, which Windows drops";
    if (DEVICE.test(name)) return `has the name of a device, ${name}`;
    if (new TextEncoder().encode(name).byteLength > MAX_NAME_BYTES) return "has a name of more than 255 bytes";
  }
  return undefined;
}

/**
 * Two paths that would be one file, or a file and a folder of one name, on a disk that does not tell capital from small
 * letters (macOS, Windows) or composed from decomposed ones; `undefined` where there are none.
 */
export function findPathClash(paths: readonly string[]): readonly [string, string] | undefined {
  const files = new Map<string, string>();
  for (const path of paths) {
    const same = files.get(fold(path));
    if (same !== undefined) return [same, path];
    files.set(fold(path), path);
  }
  for (const path of paths) {
    const folders = fold(path).split("/").slice(0, -1);
    for (const [index] of folders.entries()) {
      const file = files.get(folders.slice(0, index + 1).join("/"));
      if (file !== undefined) return [file, path];
    }
  }
  return undefined;
}

function fold(path: string): string {
  return path.normalize("NFC").toLowerCase().normalize("NFC");
}
