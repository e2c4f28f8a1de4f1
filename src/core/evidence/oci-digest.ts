import { z } from "zod";

/** `sha256:9f86…`, as OCI writes digests. */
export const OciDigest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal digits");
export type OciDigest = z.infer<typeof OciDigest>;
