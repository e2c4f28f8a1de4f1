import type { App } from "../state.ts";

/** A custom rule of an environment: this App is asked before a job may use it. */
export interface ProtectionRule {
  readonly id: number;
  readonly app: App;
}

/** A deployment environment with the rules that guard it; reviewers and timers are not there. */
export interface Environment {
  readonly id: number;
  readonly name: string;
  readonly createdAt: string;
  readonly rules: Map<number, ProtectionRule>;
}
