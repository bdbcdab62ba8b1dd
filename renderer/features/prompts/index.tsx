import { addTexts } from "../../ui/i18n.ts";
import en from "./en.json";

addTexts("prompts", en);

export { PromptPicker } from "./prompt-picker.tsx";
export { PromptsScreen } from "./prompts-screen.tsx";
export { SaveAsPrompt } from "./save-as-prompt.tsx";
