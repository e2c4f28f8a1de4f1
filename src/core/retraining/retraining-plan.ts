import type { RetrainingRecord } from "./retraining.ts";

/** The next step of one model's retraining. Each is safe to repeat, and what follows is decided from what is there then. */
export type RetrainingPlan =
  /** Nothing is to be done; a sentence of plain text says why. */
  | { readonly kind: "nothing"; readonly because: string }
  /** Something is in people's hands that has to be told to them. */
  | { readonly kind: "blocked"; readonly because: string }
  /** A new record, which is then opened. */
  | { readonly kind: "claim"; readonly record: RetrainingRecord }
  /** Branch and pull request of a record that is claimed, or the branch made anew. */
  | { readonly kind: "make-branch"; readonly record: RetrainingRecord }
  /** The record alone changes. */
  | { readonly kind: "record"; readonly record: RetrainingRecord; readonly because: string }
  /** A training is put on record and started; `again`: it is on record and was not found. */
  | { readonly kind: "train"; readonly record: RetrainingRecord; readonly attempt: number; readonly again: boolean }
  /** A training that did not succeed is told once, and put on record. */
  | { readonly kind: "tell-failure"; readonly record: RetrainingRecord; readonly reason: string }
  /** The pull request is closed with a comment that says why. */
  | { readonly kind: "close"; readonly record: RetrainingRecord; readonly because: string }
  /** The pull request stays, and its text says what is known now. */
  | { readonly kind: "keep"; readonly record: RetrainingRecord };

/** Living retraining pull requests that one repository has at most. */
export const MAX_LIVING = 3;

/** Trainings that one retraining gets at most: its record holds no more. */
export const MAX_RUNS = 10;
