/** First line of the App's answer to a command, by the comment that gave it. */
export function answerMarker(commentId: number): string {
  return `<!-- pawl:answer:${String(commentId)} -->`;
}
