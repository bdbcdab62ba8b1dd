/** Prompts to begin with; their words are in the texts. */
export const starters = ["summarise", "explain", "rewrite", "translate", "reply", "compare"] as const;
export type Starter = (typeof starters)[number];
