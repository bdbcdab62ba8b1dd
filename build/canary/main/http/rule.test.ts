// breaks: main-tests-import-testing-too
export { value } from "#core/memory";
export { value as fake } from "#core/testing";
