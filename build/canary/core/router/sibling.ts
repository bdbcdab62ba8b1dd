// breaks: restraint-modules-stay-apart
export { value } from "#core/budgets";
