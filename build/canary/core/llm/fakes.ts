// breaks: testing-is-for-tests, intelligence-imports-foundation
export { value } from "#core/testing";
