import { eventIterator } from "@orpc/contract";
import { notificationSchema } from "#core/notifications/schema";
import { operation } from "./operation.ts";

export const notificationsContract = {
  watch: operation(
    "GET",
    "/notifications/events",
    "What the person is to hear of: first what nobody was there to see, then each as it comes",
  ).output(eventIterator(notificationSchema)),
};
