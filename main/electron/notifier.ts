import { Notification, type NotificationConstructorOptions } from "electron";
import type { Notifier } from "#core/host";
import type { Notification as Told } from "#core/notifications/schema";
import type { ShellTexts, TextsDep } from "./texts.ts";

/** A system without anything to show notifications says nothing at all; then the interface has to. */
const silenceMs = 3000;

export interface NotifierOptions extends TextsDep {
  /** The person has the window before them: there the interface tells it better than the system. */
  readonly isLooking: () => boolean;
  /** Whoever stands before the locked screen reads that something waits, and not what. */
  readonly isLocked: () => boolean;
  /** The person chose the notification. `place`: where it is answered, a hash of the interface's routes without "#"; null: wherever the window stands. */
  readonly onChosen: (place: string | null) => void;
}

interface Message {
  readonly title: string;
  readonly text: string;
  readonly about?: Told["about"] | undefined;
}

const placeOf = ({ about }: Message): string | null => {
  if (about?.type === "approval") return "/tasks/approvals";
  return about?.type === "plan" ? `/tasks/plan/${encodeURIComponent(about.planId)}` : null;
};

/** What is said of it: only what a plan says comes with words of its own. */
const wordsOf = ({ about, text, title }: Message, { told }: ShellTexts): NotificationConstructorOptions => {
  if (about?.type === "plan") return { title: told.plan, body: text };
  if (about?.type !== "approval") return { title, body: text };
  return { title: told.approval, body: about.tool === undefined ? text : told.approvalText(about.tool, about.workspaceRoot ?? null) };
};

/** The system's notifications. Errors: RequestFailed when one was not shown, and somebody else has to. */
export const createNotifier = ({ isLocked, isLooking, onChosen, texts }: NotifierOptions): Notifier => {
  // Electron forgets a notification, and who listens to it, that nothing refers to.
  const shown = new Set<Notification>();
  return {
    send: (message: Message) =>
      new Promise((resolve) => {
        const fail = (reason: string) => resolve({ ok: false, error: { type: "RequestFailed", url: "", reason } });
        if (isLooking()) return fail("the window is before the person");
        if (!Notification.isSupported()) return fail("this system shows no notifications");
        const notification = new Notification(
          isLocked() ? { title: texts().locked.title, body: texts().locked.text } : wordsOf(message, texts()),
        );
        const forget = () => void shown.delete(notification);
        const silence = setTimeout(() => fail("the system did not say that it showed it"), silenceMs);
        notification.once("show", () => {
          clearTimeout(silence);
          resolve({ ok: true, value: undefined });
        });
        notification.once("failed", (_event, reason) => {
          clearTimeout(silence);
          forget();
          fail(reason);
        });
        notification.once("click", () => {
          forget();
          onChosen(placeOf(message));
        });
        notification.once("close", forget);
        shown.add(notification);
        notification.show();
      }),
  };
};
