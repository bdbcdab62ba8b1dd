// breaks: nothing-imports-build-or-e2e, main-imports-host-contract-schemas, main-tests-import-testing-too
export { value } from "../../build/script.ts";
