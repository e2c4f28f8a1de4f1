const UNSAFE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Lines of untrusted text as a block of code; its fence is longer than any run of backticks inside. */
export function formatFence(lines: readonly string[], language = ""): string {
  const content = lines.map((line) => line.replace(/\r\n?/g, "\n").replace(UNSAFE, "\uFFFD")).join("\n");
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${content}\n${fence}`;
}
