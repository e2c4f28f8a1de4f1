/** Who and when, as git stores it. `date` is ISO 8601 in UTC with whole seconds. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface TreeEntry {
  readonly mode: string;
  readonly name: string;
  readonly sha: string;
  readonly type: "blob" | "tree" | "commit";
}

export interface Tag {
  readonly sha: string;
  readonly object: string;
  readonly type: string;
  readonly tag: string;
  readonly tagger: Signature;
  readonly message: string;
}

/** Reads the headers that GitHub shows; others (gpgsig, encoding) are skipped. */
export function parseCommit(sha: string, data: Buffer): Commit {
  const { headers, message } = splitHeaders(data);
  const first = (key: string): string => headers.find(([name]) => name === key)?.[1] ?? "";
  return {
    sha,
    tree: first("tree"),
    parents: headers.filter(([name]) => name === "parent").map(([, value]) => value),
    author: parseSignature(first("author")),
    committer: parseSignature(first("committer")),
    message,
  };
}

export function parseTag(sha: string, data: Buffer): Tag {
  const { headers, message } = splitHeaders(data);
  const first = (key: string): string => headers.find(([name]) => name === key)?.[1] ?? "";
  return {
    sha,
    object: first("object"),
    type: first("type"),
    tag: first("tag"),
    tagger: parseSignature(first("tagger")),
    message,
  };
}

/** `<mode> <name>\0<20 bytes>`, repeated. */
export function parseTree(data: Buffer): readonly TreeEntry[] {
  const entries: TreeEntry[] = [];
  let at = 0;
  while (at < data.length) {
    const space = data.indexOf(32, at);
    const zero = data.indexOf(0, space);
    const mode = data.subarray(at, space).toString("utf8").padStart(6, "0");
    const name = data.subarray(space + 1, zero).toString("utf8");
    const sha = data.subarray(zero + 1, zero + 21).toString("hex");
    entries.push({ mode, name, sha, type: mode === "040000" ? "tree" : mode === "160000" ? "commit" : "blob" });
    at = zero + 21;
  }
  return entries;
}

/** The bytes of a tree, sorted as git demands: a folder sorts as if its name ended in a slash. */
export function formatTree(entries: readonly TreeEntry[]): Buffer {
  const key = (entry: TreeEntry): Buffer => Buffer.from(entry.type === "tree" ? `${entry.name}/` : entry.name);
  const sorted = [...entries].sort((a, b) => Buffer.compare(key(a), key(b)));
  return Buffer.concat(
    sorted.flatMap(({ mode, name, sha }) => [
      Buffer.from(`${mode.replace(/^0/, "")} ${name}\0`),
      Buffer.from(sha, "hex"),
    ]),
  );
}

export function formatCommit(commit: Omit<Commit, "sha">): Buffer {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${formatSignature(commit.author)}`,
    `committer ${formatSignature(commit.committer)}`,
  ];
  return Buffer.from(`${lines.join("\n")}\n\n${commit.message}`);
}

export function formatTag(tag: Omit<Tag, "sha">): Buffer {
  const lines = [`object ${tag.object}`, `type ${tag.type}`, `tag ${tag.tag}`, `tagger ${formatSignature(tag.tagger)}`];
  return Buffer.from(`${lines.join("\n")}\n\n${tag.message}\n`);
}

function formatSignature({ name, email, date }: Signature): string {
  const clean = (text: string): string => text.replaceAll(/[<>\n\0]/g, "");
  return `${clean(name)} <${clean(email)}> ${String(Math.floor(Date.parse(date) / 1000))} +0000`;
}

function parseSignature(text: string): Signature {
  const match = /^(.*?) ?<([^>]*)> (\d+) [+-]\d{4}$/.exec(text);
  const seconds = Number(match?.[3] ?? 0);
  return {
    name: match?.[1] ?? "",
    email: match?.[2] ?? "",
    date: `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`,
  };
}

function splitHeaders(data: Buffer): { headers: (readonly [string, string])[]; message: string } {
  const text = data.toString("utf8");
  const end = text.indexOf("\n\n");
  const headers = text
    .slice(0, end)
    .split("\n")
    .filter((line) => !line.startsWith(" "))
    .map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)] as const);
  return { headers, message: end < 0 ? "" : text.slice(end + 2) };
}
