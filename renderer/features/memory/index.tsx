import { addTexts } from "../../ui/i18n.ts";
import en from "./en.json";

addTexts("memory", en);

export { MemoryScreen } from "./memory-screen.tsx";
