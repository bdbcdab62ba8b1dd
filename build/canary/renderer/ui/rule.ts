// breaks: ui-imports-nothing
export { value } from "../bridge/index.ts";
