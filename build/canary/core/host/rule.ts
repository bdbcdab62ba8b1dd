// breaks: host-imports-core, testing-is-for-tests
export { value } from "#core/testing";
