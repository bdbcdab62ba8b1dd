// breaks: renderer-imports-contract-and-schemas
export { value } from "#core/memory";
