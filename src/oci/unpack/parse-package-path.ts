import { PawlError } from "../../core/errors.ts";
import { checkPackagePath } from "../../core/package/check-package-path.ts";

/**
 * Where a file or folder of a package belongs, as a relative path with `/` that stays inside on every system.
 *
 * @param text As an archive has it: `./` before it and `/` behind it say nothing.
 * @throws `PACKAGE_REFUSED` for paths that could not have been packed.
 */
export function parsePackagePath(text: string): string {
  const path = text.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
  const fault = checkPackagePath(path);
  if (fault === undefined) return path;
  const shown = JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
  throw new PawlError({
    code: "PACKAGE_REFUSED",
    message: `the package has a file ${shown}, which ${fault}`,
    hint: "Nothing was unpacked. Look at who made the package before trying it elsewhere.",
  });
}
