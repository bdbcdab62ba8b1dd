// breaks: schema-is-pure
export { value } from "./index.ts";
