// breaks: operations-also-import-the-contract
export { value } from "#core/contract";
export { value as other } from "#core/host";
