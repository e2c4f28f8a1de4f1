import type { PackageFacts } from "../core/package/package-facts.ts";
import { isVerified, type LinkState, type VerifiedLink } from "../core/package/verify-package.ts";
import { alignColumns } from "./align-columns.ts";
import type { Style } from "./style.ts";
import { toPrintable } from "./to-printable.ts";

const SIGNS: Readonly<Record<LinkState, string>> = { ok: "✓", broken: "✗", missing: "✗", unknown: "?", none: "–" };

export interface Verification extends Pick<PackageFacts, "repository" | "digest"> {
  readonly model: string | undefined;
  readonly links: readonly VerifiedLink[];
}

/** One line for each link, and below them what it comes to. */
export function renderVerification(
  { repository, digest, model, links }: Verification,
  { style, width }: { readonly style: Style; readonly width?: number },
): string {
  const rows = links.map(({ name, state, said }) => [
    `  ${colour(style, state)(SIGNS[state])} ${name}`,
    state === "broken" || state === "missing" ? style.bad(state) : state === "unknown" ? style.doubtful(state) : "",
    toPrintable(said),
  ]);
  const wrong = links.filter(({ state }) => state === "broken" || state === "missing").map(({ name }) => name);
  const open = links.filter(({ state }) => state === "unknown").map(({ name }) => name);
  const verdict = isVerified(links)
    ? style.good("Every link holds.")
    : wrong.length > 0
      ? style.bad(`Broken or missing: ${wrong.join(", ")}.`)
      : style.doubtful(`Could not be looked at: ${open.join(", ")}.`);
  const title = `${style.strong(toPrintable(model ?? "a package"))}  ${style.quiet(toPrintable(`${repository}@${digest}`))}`;
  return [title, ...alignColumns(rows, [], width), verdict].join("\n");
}

function colour(style: Style, state: LinkState): (text: string) => string {
  if (state === "ok") return style.good;
  if (state === "none") return style.quiet;
  return state === "unknown" ? style.doubtful : style.bad;
}
