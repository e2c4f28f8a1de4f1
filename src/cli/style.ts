/** What a text means; how that looks is for the terminal to say. */
export interface Style {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly doubtful: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly strong: (text: string) => string;
}

const same = (text: string): string => text;

/** No colours: for files, pipes and those who want none. */
export const PLAIN_STYLE: Style = { good: same, bad: same, doubtful: same, quiet: same, strong: same };
