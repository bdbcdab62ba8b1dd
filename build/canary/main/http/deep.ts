// breaks: core-is-entered-by-its-doors-from-outside, main-imports-host-contract-schemas, main-tests-import-testing-too
export { value } from "../../core/memory/private.ts";
