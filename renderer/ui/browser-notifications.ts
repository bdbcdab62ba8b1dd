const offKey = "olympus-notifications-off";

/** `unasked`: the browser would ask. `denied`: it was told no, and only its own settings can change that. `off`: allowed, and turned off here. */
export type NotificationState = "unsupported" | "unasked" | "denied" | "on" | "off";

export const notificationState = (): NotificationState => {
  if (typeof Notification === "undefined" || !window.isSecureContext) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  if (Notification.permission === "default") return "unasked";
  return localStorage.getItem(offKey) === null ? "on" : "off";
};

/** Asks the browser where nobody has answered yet: to be called from a click and nowhere else. */
export const turnOnNotifications = async (): Promise<NotificationState> => {
  localStorage.removeItem(offKey);
  if (notificationState() === "unasked") await Notification.requestPermission();
  return notificationState();
};

export const turnOffNotifications = (): NotificationState => {
  localStorage.setItem(offKey, "yes");
  return notificationState();
};

interface AwayNotice {
  /** Of several windows that show the same one, the browser shows one. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly onChosen: () => void;
}

/** Tells somebody who is not looking at this window, where that is turned on. Never asks for it. */
export const notifyAway = ({ id, title, text, onChosen }: AwayNotice): void => {
  if (!document.hidden || notificationState() !== "on") return;
  const shown = new Notification(title, { body: text, tag: id });
  shown.addEventListener("click", () => {
    window.focus();
    shown.close();
    onChosen();
  });
};
