// breaks: schema-is-pure
export { z } from "zod";
export { shape } from "#core/base/schema";
export { readFileSync } from "node:fs";
