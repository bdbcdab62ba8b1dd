import type { ShellRequest, ShellState } from "#core/contract";

export type WindowName = "main" | "quick";

/** What the interface may ask of the desktop it runs on, and hears from it: the one port between the contract and the operating system. */
export interface Platform {
  /** The state, now and after every change, until the signal aborts. */
  readonly watch: (signal?: AbortSignal) => AsyncGenerator<ShellState, void, void>;
  /** What the shell asks of a window; what came before it listened waits for it. */
  readonly requests: (window: WindowName, signal?: AbortSignal) => AsyncGenerator<ShellRequest, void, void>;
  readonly openQuick: () => void;
  readonly hideQuick: () => void;
  readonly resizeQuick: (heightPx: number) => void;
  /** Null: wherever it stands. Hides the quick prompt. */
  readonly openMain: (conversationId: string | null) => void;
  readonly setLoginItem: (on: boolean) => void;
  readonly checkForUpdate: () => Promise<void>;
  readonly downloadUpdate: () => Promise<void>;
  readonly installUpdate: () => void;
}
