// breaks: feature-imports-ui-and-bridge
export { value } from "../../app/shell.ts";
