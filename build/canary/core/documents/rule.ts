// breaks: foundation-imports-base-and-store
export { value } from "#core/memory";
