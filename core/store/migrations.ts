/** One numbered step of the one schema. Versions are unique across all modules and contiguous from 1; a shipped step never changes. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  /** SQL, several statements allowed; runs in the same transaction as its record. */
  readonly up: string;
  /** Undoes `up` exactly; what cannot be kept is said in the step's name. */
  readonly down: string;
}
