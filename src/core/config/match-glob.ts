const MAX_ALTERNATIVES = 64;

/**
 * Whether `path` (with `/`, relative) matches: `*` and `?` stay within one folder, `**` between slashes crosses any
 * number of folders, `[a-z]` and `[!a-z]` are one character, `{a,b}` is either. Everything is case-sensitive.
 *
 * Not made with regular expressions, because both sides can come from a stranger's pull request: a glob of five stars on a
 * file name of 250 letters costs a backtracking matcher minutes. Here the cost is at most length × length.
 */
export function matchGlob(glob: string, path: string): boolean {
  const segments = path.split("/");
  return expandBraces(glob).some((alternative) => matchSegments(alternative.split("/"), segments));
}

/** `{a,b}/{c,d}` → the four globs; at most 64, the rest of the braces is then taken literally. Braces do not nest. */
function expandBraces(glob: string): string[] {
  let globs = [glob];
  for (;;) {
    const next = globs.flatMap(expandFirstBraces);
    if (next.length === globs.length || next.length > MAX_ALTERNATIVES) return globs;
    globs = next;
  }
}

function expandFirstBraces(glob: string): string[] {
  const found = /\{([^{}]*,[^{}]*)\}/.exec(glob);
  const inside = found?.[1];
  if (found === null || inside === undefined) return [glob];
  const [before, after] = [glob.slice(0, found.index), glob.slice(found.index + found[0].length)];
  return inside.split(",").map((choice) => `${before}${choice}${after}`);
}

/** Row by row over the glob's segments: which numbers of path segments can be consumed so far. */
function matchSegments(glob: readonly string[], path: readonly string[]): boolean {
  let reachable: boolean[] = path.map(() => false);
  reachable = [true, ...reachable];
  for (const [index, segment] of glob.entries()) {
    const next = reachable.map(() => false);
    if (segment === "**") {
      // At the end it has to match at least one segment: `src/**` is what is in src, not a file named src.
      const first = reachable.indexOf(true) + (index === glob.length - 1 ? 1 : 0);
      if (reachable.includes(true)) next.fill(true, first);
    } else {
      for (const [at, name] of path.entries()) next[at + 1] = reachable[at] === true && matchSegment(segment, name);
    }
    reachable = next;
  }
  return reachable.at(-1) ?? false;
}

/** One segment; a star is retried one letter further at a time, only ever the last one. */
function matchSegment(glob: string, name: string): boolean {
  const tokens = tokenize(glob);
  const letters = [...name];
  let [token, letter] = [0, 0];
  let star: { readonly token: number; letter: number } | undefined;
  while (letter < letters.length) {
    const current = tokens[token];
    if (current === "star") {
      star = { token, letter };
      token += 1;
    } else if (current?.(letters[letter] ?? "") === true) {
      token += 1;
      letter += 1;
    } else if (star !== undefined) {
      star.letter += 1;
      [token, letter] = [star.token + 1, star.letter];
    } else {
      return false;
    }
  }
  return tokens.slice(token).every((rest) => rest === "star");
}

type Token = "star" | ((letter: string) => boolean);

function tokenize(glob: string): Token[] {
  const parts = glob.match(/\*+|\[!?\]?[^\]]*\]|./gsu) ?? [];
  return parts.map((part) => {
    if (part.startsWith("*")) return "star";
    if (part === "?") return () => true;
    if (part.length > 2 && part.startsWith("[")) return characterClass(part);
    return (letter) => letter === part;
  });
}

/** `[a-z]`, `[!0-9]`, `[]x]`. */
function characterClass(part: string): (letter: string) => boolean {
  const negated = part[1] === "!";
  const members = [...part.slice(negated ? 2 : 1, -1)];
  const holds = (letter: string) =>
    members.some((member, index) => {
      if (members[index + 1] === "-" && members[index + 2] !== undefined) {
        return member <= letter && letter <= (members[index + 2] ?? "");
      }
      return member === letter;
    });
  return (letter) => holds(letter) !== negated;
}
