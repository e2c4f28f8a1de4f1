import { z } from "zod";
import { PawlError } from "../../core/errors.ts";
import { readBody, type WireResponse } from "./send-request.ts";

/** Error bodies of the distribution specification. */
const ErrorBody = z.object({
  errors: z.array(z.object({ code: z.string(), message: z.string().optional() })).min(1),
});
const MAX_BODY = 64 * 1024;
const MAX_SAID = 200;

/** The error for an answer that was not hoped for; reads its body. */
export async function refusedBy(
  response: WireResponse,
  { registry, doing }: { readonly registry: string; readonly doing: string },
): Promise<PawlError> {
  const said = await whatWasSaid(response);
  return new PawlError({
    code: "REGISTRY_REFUSED",
    message: `${registry} answered ${String(response.status)} to ${doing}${said === "" ? "" : `: ${said}`}`,
    hint: hintFor(response.status, registry),
  });
}

/** The error for a registry that does not answer. */
export function unreachable(registry: string, doing: string, cause: Error): PawlError {
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  const why = cause.message === "" ? (code ?? "no answer") : cause.message;
  return new PawlError({
    code: "REGISTRY_REFUSED",
    message: `${registry} could not be reached for ${doing}: ${why}`,
    hint:
      code === "ENOTFOUND" || code === "EAI_AGAIN"
        ? "Is the host's name right, and can this machine resolve it?"
        : "Is it running, and can this machine reach it?",
    cause,
  });
}

async function whatWasSaid(response: WireResponse): Promise<string> {
  const bytes = await readBody(response, MAX_BODY).catch(() => undefined);
  if (bytes === undefined || bytes.length === 0) return "";
  try {
    const { errors } = ErrorBody.parse(JSON.parse(bytes.toString("utf8")));
    return printable(errors.map(({ code, message }) => [code, message].filter(Boolean).join(" ")).join("; "));
  } catch {
    // A page of some proxy: its first line at most.
    return /^\s*</.test(bytes.toString("utf8", 0, 20)) ? "" : printable(bytes.toString("utf8"));
  }
}

/** What a stranger's server says may not move the cursor of a terminal, nor begin a line of its own. */
function printable(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return line.length > MAX_SAID ? `${line.slice(0, MAX_SAID)}…` : line;
}

function hintFor(status: number, registry: string): string | undefined {
  if (status === 401 || status === 403) {
    return `Do the credentials for ${registry} exist, and may they do this there? GHCR wants the permission packages: write for a push.`;
  }
  if (status === 400)
    return "A file that changed after it was hashed is refused like this: package after everything that writes it has ended.";
  if (status === 404) return "Is the repository's name right? Some registries want repositories to be made first.";
  if (status === 413) return "A proxy in front of the registry limits bodies: raise its limit.";
  if (status === 429) return `${registry} limits requests: try again later, or log in, which raises the limit of most.`;
  if (status >= 500) return "The trouble is the registry's: try again later. Blobs that it has are not sent twice.";
  return undefined;
}
