/** One edit of a text, as GitHub keeps its history. */
export interface TextEdit {
  /** Login; undefined where GitHub does not say whose it was. */
  readonly editor: string | undefined;
  readonly at: string;
}

/** Whose a change of the App's own text is. */
export type EditAuthor =
  | { readonly kind: "person"; readonly login: string; readonly at: string }
  /** More than one hand was at it since the App last wrote it. */
  | { readonly kind: "several" }
  | { readonly kind: "unknown" };

/** Who changed the App's text since it last wrote it, by every edit since then: the last one alone may not be who ticked. */
export function attributeEdits(edits: readonly TextEdit[], self: string): EditAuthor {
  const isOwn = ({ editor }: TextEdit) => editor?.toLowerCase() === self.toLowerCase();
  const written = edits
    .filter(isOwn)
    .map(({ at }) => at)
    .sort()
    .at(-1);
  // GitHub's clock shows seconds: what stands beside the App's own may be later.
  const since = edits
    .filter((edit) => !isOwn(edit) && (written === undefined || edit.at >= written))
    .toSorted((a, b) => b.at.localeCompare(a.at));
  const [newest] = since;
  if (newest?.editor === undefined) return { kind: "unknown" };
  const { editor: login, at } = newest;
  const alone = since.every(({ editor }) => editor?.toLowerCase() === login.toLowerCase());
  return alone ? { kind: "person", login, at } : { kind: "several" };
}
