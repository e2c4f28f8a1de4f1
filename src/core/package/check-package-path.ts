/** As many characters as evidence of a package holds; deeper paths are no model's. */
const MAX_PATH = 500;
/** What file systems take for one name. */
const MAX_NAME_BYTES = 255;

/** Names that Windows gives to devices, whatever comes behind the dot. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** Control and format characters hide what a path is, for example by writing backwards; the last stands for what was no text. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\uFFFD]/u;

/** Git's folder, also by the short name that Windows may give it. */
const GIT = /^(\.git|git~\d+)$/i;

/**
 * Why a path cannot be one inside a package, as the end of a sentence; `undefined` where it can. Packing and unpacking ask
 * alike, so that what was packed can be unpacked. Whoever unpacks writes to `<folder>/<path>`: no path may lead out of the
 * folder or take over a working copy, and each must mean one file on every system.
 */
export function checkPackagePath(path: string): string | undefined {
  if (path === "") return "is empty";
  if (path.length > MAX_PATH) return `is longer than ${String(MAX_PATH)} characters`;
  if (UNSEEN.test(path)) return "has characters that cannot be seen";
  if (path.includes("\\")) return "has a backslash, which is a folder on Windows";
  if (path.startsWith("/")) return "begins at the root of the disk";
  if (/[<>:"|?*]/.test(path)) return 'has one of < > : " | ? *, which Windows cannot write';
  for (const name of path.split("/")) {
    if (name === "") return "has an empty folder name";
    if (name === "." || name === "..") return `has the folder ${name}`;
    if (/[. ]$/.test(name)) return "has a name that ends in a dot or a space, which Windows drops";
    if (DEVICE.test(name)) return `has the name of a device, ${name}`;
    if (GIT.test(name)) return `has the name ${name}, which is git's own`;
    if (new TextEncoder().encode(name).byteLength > MAX_NAME_BYTES) return "has a name of more than 255 bytes";
  }
  return undefined;
}
