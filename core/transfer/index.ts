export { transferOperations } from "./operations.ts";
export { createTransfer } from "./transfer.ts";
