// breaks: testing-is-for-tests, llm-imports-foundation-and-restraint
export { value } from "#core/testing";
