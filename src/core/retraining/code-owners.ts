/** One line of a CODEOWNERS file. */
export interface CodeOwnerRule {
  /** Folder by folder; `**` is any number of them. */
  readonly pattern: readonly string[];
  /** The pattern ends in something that may be a folder, and then means everything in it. */
  readonly folder: boolean;
  readonly owners: CodeOwners;
}

/** Whom GitHub would ask for a review. Nobody where all are empty. */
export interface CodeOwners {
  /** Logins, without `@`. */
  readonly users: readonly string[];
  /** `organization/team`, without `@`. */
  readonly teams: readonly string[];
  /** GitHub knows whose they are, its API of review requests does not take them. */
  readonly emails: readonly string[];
}

/** GitHub does not load a larger file. */
const MAX_BYTES = 3 * 1024 * 1024;

/** Longer than any path on GitHub; such a line is skipped. */
const MAX_LINE = 4096;

const NOBODY: CodeOwners = { users: [], teams: [], emails: [] };

/**
 * The rules of a CODEOWNERS file as GitHub reads it: lines that it does not understand (`!`, `[ ]`, `\#`, sections of other
 * forges) are skipped, and a file beyond 3 MB has none.
 */
export function parseCodeOwners(text: string): readonly CodeOwnerRule[] {
  if (Buffer.byteLength(text) > MAX_BYTES) return [];
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .flatMap((line) => parseLine(line));
}

/** Owners of a file, with `/` between folders: those of the last rule that matches, and nobody else. */
export function ownersOf(rules: readonly CodeOwnerRule[], path: string): CodeOwners {
  const folders = path.split("/");
  return rules.findLast((rule) => matches(rule, folders))?.owners ?? NOBODY;
}

function parseLine(line: string): readonly CodeOwnerRule[] {
  if (line.length > MAX_LINE) return [];
  const words = splitWords(line);
  const [pattern, ...rest] = words;
  if (pattern === undefined || /^(?:[!#[\\]|\/+$)/.test(pattern.raw) || /[[\]]/.test(pattern.raw)) return [];
  const owners = parseOwners(rest.map(({ text }) => text));
  return owners === undefined ? [] : [toRule(pattern.text, owners)];
}

interface Word {
  /** As it is written. */
  readonly raw: string;
  /** Without the backslashes. */
  readonly text: string;
}

/** Words of a line up to a comment; a blank behind a backslash belongs to its word. */
function splitWords(line: string): readonly Word[] {
  const words: Word[] = [];
  let [raw, text] = ["", ""];
  const end = () => {
    if (raw !== "") words.push({ raw, text });
    [raw, text] = ["", ""];
  };
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] ?? "";
    if (letter === "#" && raw === "") break;
    if (letter === " " || letter === "\t") end();
    else {
      const escaped = letter === "\\" && at + 1 < line.length;
      if (escaped) at += 1;
      raw += escaped ? `\\${line[at] ?? ""}` : letter;
      text += escaped ? (line[at] ?? "") : letter;
    }
  }
  end();
  return words;
}

/** Undefined where one of them is no owner at all: GitHub skips the whole line then. */
function parseOwners(words: readonly string[]): CodeOwners | undefined {
  const [users, teams, emails]: [string[], string[], string[]] = [[], [], []];
  for (const word of words) {
    if (/^@[A-Za-z0-9](?:[A-Za-z0-9-]*)(?:_[A-Za-z0-9]+)?$/.test(word)) users.push(word.slice(1));
    else if (/^@[A-Za-z0-9][\w-]*\/[A-Za-z0-9_.-]+$/.test(word)) teams.push(word.slice(1));
    else if (/^[\w.+-]+@[\w.-]+$/.test(word)) emails.push(word);
    else return undefined;
  }
  return { users, teams, emails };
}

function toRule(pattern: string, owners: CodeOwners): CodeOwnerRule {
  const written = pattern.split("/");
  const folderOnly = written.length > 1 && written.at(-1) === "";
  const names = (folderOnly ? written.slice(0, -1) : written).filter((name, index) => index > 0 || name !== "");
  // A slash at the beginning or within ties a pattern to the root; anything else is looked for in every folder.
  const anchored = written.length - (folderOnly ? 1 : 0) > 1;
  const rooted = anchored ? names : ["**", ...names];
  if (folderOnly) return { pattern: [...rooted, "**"], folder: false, owners };
  const last = rooted.at(-1);
  // `docs/*` is the files in docs and not those below, unlike in .gitignore.
  return { pattern: rooted, folder: last !== "**" && !(last === "*" && anchored), owners };
}

/**
 * Row by row over the pattern, so that its cost is length times length: both sides can come from strangers. Not `matchGlob`,
 * for which braces and brackets mean something and a name does not mean what is in the folder of that name.
 */
function matches({ pattern, folder }: CodeOwnerRule, path: readonly string[]): boolean {
  let reachable: readonly boolean[] = [true, ...path.map(() => false)];
  for (const [index, part] of pattern.entries()) {
    const next: boolean[] = reachable.map(() => false);
    if (part === "**") {
      // At the end it has to be something: `docs/` is what is in docs.
      const first = reachable.indexOf(true) + (index === pattern.length - 1 ? 1 : 0);
      if (reachable.includes(true)) next.fill(true, first);
    } else {
      for (const [at, name] of path.entries()) next[at + 1] = reachable[at] === true && matchesName(part, name);
    }
    if (!next.includes(true)) return false;
    reachable = next;
  }
  return folder ? reachable.some((reached, at) => reached && at > 0) : (reachable.at(-1) ?? false);
}

/** `*` is any letters of one name, `?` one; a star is retried one letter further at a time, only ever the last one. */
function matchesName(pattern: string, name: string): boolean {
  let [at, letter] = [0, 0];
  let star: { readonly at: number; letter: number } | undefined;
  while (letter < name.length) {
    if (pattern[at] === "*") {
      star = { at, letter };
      at += 1;
    } else if (pattern[at] === "?" || pattern[at] === name[letter]) {
      at += 1;
      letter += 1;
    } else if (star !== undefined) {
      star.letter += 1;
      [at, letter] = [star.at + 1, star.letter];
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
