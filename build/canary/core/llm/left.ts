import type { Right } from "./right.ts";
export type Left = Right | null;
