export { it } from "vitest";
export { value } from "#core/testing";
