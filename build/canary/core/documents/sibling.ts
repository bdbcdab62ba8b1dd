// breaks: foundation-modules-stay-apart
import type { value } from "#core/embedding";
export type Value = typeof value;
