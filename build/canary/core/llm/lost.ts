// breaks: everything-resolves
export { value } from "#core/memory/private";
