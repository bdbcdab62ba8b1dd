export declare const openMarkdownHarness: (options?: {
  readonly policy?: "strict" | "none";
}) => Promise<{ readonly url: string; readonly close: () => Promise<void> }>;
