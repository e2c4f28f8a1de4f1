/** `retrain/late-flights/3/1`: value of the input `pawl-key`, by which a training is found again. */
export function retrainingKey(model: string, counter: number, attempt: number): string {
  return `retrain/${model}/${String(counter)}/${String(attempt)}`;
}

/** Whether the title of a workflow run holds this key, and not one that it only begins. */
export function holdsRetrainingKey(title: string, key: string): boolean {
  const words = title.split(/[^\w/-]+/);
  return words.includes(key);
}

/** The title of a workflow run holds the key of some retraining. */
export function holdsAnyRetrainingKey(title: string): boolean {
  return title.split(/[^\w/-]+/).some((word) => /^retrain\/[a-z0-9-]+\/\d+\/\d+$/.test(word));
}
