export { routingOperations } from "./operations.ts";
export { createRouter, type Router, type RouterDep } from "./router.ts";
export { routerMigrations } from "./store.ts";
