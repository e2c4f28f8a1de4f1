/** Two units of one thing that are confused in practice: what to multiply by, and the way up and down. */
export interface UnitPair {
  readonly factor: number;
  readonly up: string;
  readonly down: string;
}

const pair = (factor: number, up: string, down: string): UnitPair => ({ factor, up, down });

/** Ascending. */
export const UNITS: readonly UnitPair[] = [
  pair(1.609344, "miles to kilometres", "kilometres to miles"),
  pair(2.2046226, "kilograms to pounds", "pounds to kilograms"),
  pair(2.54, "inches to centimetres", "centimetres to inches"),
  pair(3.2808399, "metres to feet", "feet to metres"),
  pair(12, "years to months, or feet to inches", "months to years, or inches to feet"),
  pair(24, "days to hours", "hours to days"),
  pair(60, "hours to minutes, or minutes to seconds", "minutes to hours, or seconds to minutes"),
  pair(100, "shares to per cent, or an amount to its hundredths", "per cent to shares, or hundredths to the amount"),
  pair(1000, "a unit to its thousandths", "thousandths to the unit"),
  pair(3600, "hours to seconds", "seconds to hours"),
  pair(1_000_000, "a unit to its millionths", "millionths to the unit"),
];
