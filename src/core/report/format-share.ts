/** `12 %`, `2.3 %`, `0.04 %`: about two digits. */
export function formatShare(share: number, decimals = decimalsOf(share)): string {
  return `${String(Number((share * 100).toFixed(decimals)))} %`;
}

/** Two shares with as many digits as it takes to tell them apart, at most four after the point. */
export function formatShares(before: number, after: number): readonly [string, string] {
  const gap = Math.abs(after - before);
  const least = gap === 0 ? 0 : Math.min(4, Math.max(0, Math.ceil(-Math.log10(gap * 100))));
  const show = (share: number) =>
    formatShare(share, share === 0 || share === 1 ? 0 : Math.max(least, decimalsOf(share)));
  return [show(before), show(after)];
}

function decimalsOf(share: number): number {
  const percent = share * 100;
  if (percent === 0 || percent >= 9.95) return 0;
  return Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(percent) + 1e-9)));
}
