import { useState } from "react";
import { useBridge } from "../../bridge/index.ts";
import { notificationState, turnOffNotifications, turnOnNotifications } from "../../ui/browser-notifications.ts";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { SettingRow, SettingSection } from "./setting-row.tsx";

/** Whether the browser tells somebody who is not looking. On the desktop the system does that. */
export const AwayNotifications = () => {
  const t = useTexts("settings");
  const { host } = useBridge();
  const [state, setState] = useState(notificationState);
  const isDesktop = host === "desktop";
  return (
    <SettingSection title={t("away.title")}>
      <SettingRow title={t("away.row")} text={isDesktop ? t("away.desktop") : t(`away.text.${state}`)}>
        {!isDesktop && (state === "unasked" || state === "off") && (
          <Button onClick={() => void turnOnNotifications().then(setState)}>{t("away.on")}</Button>
        )}
        {!isDesktop && state === "on" && <Button onClick={() => setState(turnOffNotifications())}>{t("away.off")}</Button>}
      </SettingRow>
    </SettingSection>
  );
};
