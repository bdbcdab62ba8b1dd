export { createClassifier, featuresVersion, type PackedClassifier } from "./classifier.ts";
export { languageFeatureCount, languageFeaturesOf } from "./language-features.ts";
export { packHead, softmax, type SparseVector } from "./linear-head.ts";
export { routingOperations } from "./operations.ts";
export { createRouter, type Router, type RouterDep } from "./router.ts";
export { routerMigrations } from "./store.ts";
export { featureCount, featuresOf } from "./text-features.ts";
