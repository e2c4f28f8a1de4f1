/** Looks at numbers one after the other, in constant or logarithmic memory, and says when their mean has changed. */
export interface AlarmDetector {
  /** True where it alarms at this number; it begins anew with the next one. */
  readonly update: (value: number) => boolean;
}

/** What a detector takes for the change that it alarmed at. */
export interface Change {
  /** Numbers since then, the one at which it alarmed included. */
  readonly rows: number;
  /** Mean of the numbers before and since. */
  readonly before: number;
  readonly after: number;
}

export interface ChangeDetector extends AlarmDetector {
  /** Of the alarm that the last number gave. */
  readonly change: () => Change;
}
