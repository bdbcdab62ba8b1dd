import { addTexts } from "../../ui/i18n.ts";
import en from "./en.json";

addTexts("quick", en);

export { QuickPrompt } from "./quick-prompt.tsx";
