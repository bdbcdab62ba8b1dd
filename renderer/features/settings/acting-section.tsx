import { AllowedHosts } from "./allowed-hosts.tsx";
import { AwayNotifications } from "./away-notifications.tsx";
import { UndoStorage } from "./undo-storage.tsx";

/** How plans act: what is kept for undo, whom they may ask, and how the person hears of them. */
export const ActingSection = () => (
  <>
    <UndoStorage />
    <AllowedHosts />
    <AwayNotifications />
  </>
);
