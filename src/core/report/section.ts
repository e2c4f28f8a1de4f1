/** A part of a report that is shown whole or not at all. */
export interface Section {
  /**
   * `essential`: headline, table, failure; `useful`: what changed and what it cost; `detail`: everything folded away.
   * What does not fit is left out from the last detail upwards.
   */
  readonly weight: "essential" | "useful" | "detail";
  readonly markdown: string;
}

/** Folded away until somebody opens it. `title` is ours, never from outside: Markdown is not read in it. */
export function foldMarkdown(title: string, markdown: string): string {
  return `<details><summary>${title}</summary>\n\n${markdown}\n\n</details>`;
}

/** The same as a part of a report. */
export function foldedSection(title: string, markdown: string): Section {
  return { weight: "detail", markdown: foldMarkdown(title, markdown) };
}
