// breaks: store-imports-no-module
export { value } from "#core/settings";
