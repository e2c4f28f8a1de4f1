import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { PawlError } from "../core/errors.ts";
import type { Descriptor } from "./oci-store.ts";

/**
 * Passes bytes through and ends with an error where they are not the ones that were asked for.
 *
 * @param source Named in the error: `ghcr.io/acme/late-flights`.
 * @throws `PACKAGE_REFUSED`, through the stream: more or fewer bytes than `size`, or another digest.
 */
export function checkDigest({ digest, size }: Pick<Descriptor, "digest" | "size">, source: string): Transform {
  const hash = createHash("sha256");
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > size)
        return done(refuse(source, digest, `is longer than the ${String(size)} bytes that were promised`));
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      if (seen !== size) return done(refuse(source, digest, `has ${String(seen)} bytes instead of ${String(size)}`));
      const found = `sha256:${hash.digest("hex")}`;
      done(found === digest ? null : refuse(source, digest, `is something else there: ${found}`));
    },
  });
}

function refuse(source: string, digest: string, what: string): PawlError {
  return new PawlError({
    code: "PACKAGE_REFUSED",
    message: `${source}: ${digest} ${what}`,
    hint: "The bytes were changed, or damaged on their way. Do not use them; look at who can write there.",
  });
}
