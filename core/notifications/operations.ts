import { implement } from "@orpc/server";
import { contract } from "#core/contract";
import type { Notifications } from "./notifications.ts";

const os = implement(contract.notifications);

export const notificationsOperations = (notifications: Notifications) =>
  os.router({ watch: os.watch.handler(({ signal }) => notifications.watch(signal)) });
