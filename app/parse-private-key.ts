import { createPrivateKey } from "node:crypto";

/** What to do where {@link parsePrivateKey} throws. */
export const PRIVATE_KEY_HINT =
  "Download a private key from the App's settings page and give its text, from BEGIN to END.";

/**
 * PEM, PEM with `\n` written out, or base64 of PEM; GitHub's PKCS #1 becomes PKCS #8, which every signer takes. Throws
 * what OpenSSL throws.
 */
export function parsePrivateKey(text: string): string {
  const pem = text.includes("-----BEGIN") ? text : Buffer.from(text, "base64").toString("utf8");
  return createPrivateKey(pem.replace(/\\n/g, "\n").trim()).export({ type: "pkcs8", format: "pem" }).toString();
}
