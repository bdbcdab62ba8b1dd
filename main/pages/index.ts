export { contentSecurityPolicy, withNonce } from "./app-policy.ts";
export { artifactFrames } from "./artifact-frame.ts";
