export { createNotifications, type Notifications } from "./notifications.ts";
export { notificationsOperations } from "./operations.ts";
