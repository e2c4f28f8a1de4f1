/** How often people may be told of drift that there is not. */
export interface FalseAlarmBudget {
  readonly alarms: number;
  readonly periodMs: number;
}
