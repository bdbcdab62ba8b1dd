// breaks: feature-modules-import-downwards
export { value } from "#core/host";
