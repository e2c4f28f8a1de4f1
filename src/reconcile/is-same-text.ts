/** Whether GitHub shows a text as it was sent: it may change line ends and trims the end. */
export function isSameText(a: string, b: string): boolean {
  const normalize = (text: string) => text.replace(/\r\n/g, "\n").trim();
  return normalize(a) === normalize(b);
}
