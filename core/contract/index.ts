import { engineContract } from "./models.ts";
import { hubContract } from "./hub.ts";
import { routingContract } from "./routing.ts";
import { budgetContract } from "./budget.ts";
import { answerCacheContract } from "./answer-cache.ts";
import { agentsContract } from "./agents.ts";
import { chatContract, foldersContract, imagesContract, queueContract } from "./chat.ts";
import { libraryContract } from "./library.ts";
import { localApiContract } from "./local-api.ts";
import { memoryContract } from "./memory.ts";
import { modelsContract, providersContract } from "./models.ts";
import { notificationsContract } from "./notifications.ts";
import { promptsContract } from "./prompts.ts";
import { plansContract, runsContract } from "./plans.ts";
import { approvalsContract, grantsContract } from "./permission.ts";
import { backupContract, settingsContract, systemContract } from "./system.ts";
import { transferContract } from "./transfer.ts";
import { workspacesContract } from "./workspaces.ts";

/** Everything the interface or a script can ask of Olympus. The same over MessagePort, WebSocket and REST. Safe in a browser. */
export const contract = {
  engine: engineContract,
  hub: hubContract,
  routing: routingContract,
  budget: budgetContract,
  answerCache: answerCacheContract,
  agents: agentsContract,
  approvals: approvalsContract,
  backup: backupContract,
  chat: chatContract,
  folders: foldersContract,
  grants: grantsContract,
  images: imagesContract,
  library: libraryContract,
  localApi: localApiContract,
  memory: memoryContract,
  models: modelsContract,
  notifications: notificationsContract,
  plans: plansContract,
  prompts: promptsContract,
  providers: providersContract,
  queue: queueContract,
  runs: runsContract,
  settings: settingsContract,
  system: systemContract,
  transfer: transferContract,
  workspaces: workspacesContract,
};

export { unwrap, type AppError } from "./errors.ts";
export { shellContract, type ShellRequest, type ShellState, type UpdateState } from "./shell.ts";
