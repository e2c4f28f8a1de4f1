import { PawlError } from "../core/errors.ts";
import { statusOf } from "../github/request-failure.ts";

const DOWN =
  "Is GitHub up (githubstatus.com), and GITHUB_API_URL right where it is set? `pawl status`, `pawl history` and " +
  "`pawl rollback --print` take --offline and go by the clone.";

/** A failed request to GitHub as an error with a way out; anything else as it is. */
export function explainFailure(error: unknown): unknown {
  const status = error instanceof Error && error.name === "HttpError" ? statusOf(error) : undefined;
  if (!(error instanceof Error) || status === undefined) return error;
  const said = error.message.replaceAll(/\s+/g, " ").slice(0, 300);
  const explain = (message: string, hint: string) =>
    new PawlError({ code: "GITHUB_REFUSED", message, hint, cause: error });
  if (status === 401) {
    const hint = "Set GH_TOKEN or GITHUB_TOKEN to one that is valid, or log in with `gh auth login`.";
    return explain(`GitHub does not accept the token (${said})`, hint);
  }
  if (status === 403 || status === 451) {
    const hint =
      "Reading needs contents, metadata and pull requests: read; `pawl rollback` contents and pull requests: write; `pawl " +
      "adopt` issues: write. Where single sign-on is on, the token has to be authorized for it.";
    return explain(`GitHub says that this token may not (${said})`, hint);
  }
  if (status === 404 || status === 410) {
    const hint = "Is the remote origin the right repository, and may the token see it and write to it?";
    return explain(`GitHub has no such thing, or does not show it to this token (${said})`, hint);
  }
  if (status === 422)
    return explain(`GitHub will not do it (${said})`, "`git fetch` and try again, or do it on GitHub's page.");
  // A connection that failed is a 500 without an answer.
  if (status >= 500 && !("response" in error && error.response !== undefined)) {
    return explain(`GitHub could not be reached (${said})`, DOWN);
  }
  return explain(`GitHub answered ${String(status)} (${said})`, DOWN);
}
