import type { LayerKind } from "../evidence/package-evidence.ts";

/** One file of a package. */
export interface PackageFile {
  readonly kind: LayerKind;
  /** Inside the package, with `/` between folders. */
  readonly path: string;
  readonly bytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}
