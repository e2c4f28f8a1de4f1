/** Looks at numbers one after the other, in constant or logarithmic memory, and says when their mean has changed. */
export interface ChangeDetector {
  /** True where it alarms at this number; it begins anew with the next one. */
  readonly update: (value: number) => boolean;
}
