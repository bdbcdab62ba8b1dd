import { engineContract } from "./models.ts";
import { hubContract } from "./hub.ts";
import { routingContract } from "./routing.ts";
import { budgetContract } from "./budget.ts";
import { answerCacheContract } from "./answer-cache.ts";
import { agentsContract } from "./agents.ts";
import { chatContract } from "./chat.ts";
import { libraryContract } from "./library.ts";
import { localApiContract } from "./local-api.ts";
import { modelsContract, providersContract } from "./models.ts";
import { notificationsContract } from "./notifications.ts";
import { plansContract, runsContract } from "./plans.ts";
import { approvalsContract, grantsContract } from "./permission.ts";
import { backupContract, settingsContract, systemContract } from "./system.ts";
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
  grants: grantsContract,
  library: libraryContract,
  localApi: localApiContract,
  models: modelsContract,
  notifications: notificationsContract,
  plans: plansContract,
  providers: providersContract,
  runs: runsContract,
  settings: settingsContract,
  system: systemContract,
  workspaces: workspacesContract,
};

export { unwrap, type AppError } from "./errors.ts";
export { shellContract, type ShellRequest, type ShellState, type UpdateState } from "./shell.ts";
