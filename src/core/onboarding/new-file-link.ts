/** GitHub answers 414 to longer addresses. */
const MAX_URL = 8000;

/**
 * Address of GitHub's page that creates a file on a branch, with its text filled in; `undefined` where the address would be
 * longer than GitHub takes.
 *
 * @param repositoryUrl `https://github.com/acme/flights`.
 */
export function newFileLink(
  repositoryUrl: string,
  { branch, path, text }: { readonly branch: string; readonly path: string; readonly text: string },
): string | undefined {
  const query = new URLSearchParams({ filename: path, value: text });
  // The one sign that is left by URLSearchParams and ends a link in Markdown.
  const url = `${repositoryUrl}/new/${encodeURIComponent(branch)}?${query.toString().replaceAll("*", "%2A")}`;
  return url.length <= MAX_URL ? url : undefined;
}
