// breaks: base-imports-nothing
export { value } from "#core/store";
