/** When people are told: `drifted` of the last `of` windows that say something, or one gross effect. */
export interface AlarmRule {
  readonly drifted: number;
  readonly of: number;
}

/** One window that drifts by itself is mostly chance; two of three that stand together are not. */
export const DEFAULT_ALARM_RULE: AlarmRule = { drifted: 2, of: 3 };
