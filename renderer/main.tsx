import "./app/page-policy.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { applyRememberedTheme } from "./app/theme.ts";
import { translations } from "./translations.ts";
import { BridgeProvider, createBridge } from "./bridge/index.ts";
import { startLanguage } from "./ui/i18n.ts";
import "./app/theme.css";

applyRememberedTheme();
// Before anything is drawn: on the desktop the port may arrive as soon as the page has loaded.
const bridge = createBridge();
const root = document.getElementById("root");
if (root !== null) {
  await startLanguage(translations);
  createRoot(root).render(
    <StrictMode>
      <BridgeProvider bridge={bridge}>
        <App />
      </BridgeProvider>
    </StrictMode>,
  );
}
