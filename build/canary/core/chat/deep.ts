// breaks: core-is-entered-by-its-doors
export { value } from "../memory/private.ts";
