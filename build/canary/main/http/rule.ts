// breaks: main-imports-host-contract-schemas, main-tests-import-testing-too
export { value } from "#core/chat";
