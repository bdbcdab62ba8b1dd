import type { Left } from "./left.ts";
export type Right = Left | 1;
