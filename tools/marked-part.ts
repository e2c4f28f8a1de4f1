/** The part of a Markdown text between `<!-- name: begin … -->` and `<!-- name: end -->`, replaced by `content`. */
export function replaceMarkedPart(text: string, name: string, content: string): string {
  const part = new RegExp(`(<!-- ${name}: begin[^>]*-->\\n)[\\s\\S]*?(<!-- ${name}: end -->)`);
  if (!part.test(text)) throw new Error(`the text has no part "${name}"`);
  return text.replace(part, (_, begin: string, end: string) => `${begin}${content}\n${end}`);
}
