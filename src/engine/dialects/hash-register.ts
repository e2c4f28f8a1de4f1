/**
 * SQL for twelve bits, and for the other 52, of the first eight bytes of a hash that is written in hexadecimal from its
 * lowest byte on. `toNumber` reads hexadecimal digits.
 */
export function hashRegister(
  hex: string,
  toNumber: (digits: string) => string,
): { readonly index: string; readonly rest: string } {
  const digits = (...places: readonly (readonly [from: number, length: number])[]) =>
    toNumber(
      `concat(${places.map(([from, length]) => `substr(${hex}, ${String(from)}, ${String(length)})`).join(", ")})`,
    );
  return {
    index: digits([4, 1], [1, 2]),
    rest: digits([15, 2], [13, 2], [11, 2], [9, 2], [7, 2], [5, 2], [3, 1]),
  };
}
