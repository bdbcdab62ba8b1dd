import { chatContract } from "./chat.ts";
import { libraryContract } from "./library.ts";
import { modelsContract, providersContract } from "./models.ts";
import { backupContract, settingsContract, systemContract } from "./system.ts";

/** Everything the interface or a script can ask of Olympus. The same over MessagePort, WebSocket and REST. Safe in a browser. */
export const contract = {
  backup: backupContract,
  chat: chatContract,
  library: libraryContract,
  models: modelsContract,
  providers: providersContract,
  settings: settingsContract,
  system: systemContract,
};

export { unwrap, type AppError } from "./errors.ts";
