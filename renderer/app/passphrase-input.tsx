import { Eye, EyeOff } from "lucide-react";
import { useState, type ComponentProps } from "react";
import { IconButton } from "../ui/icon-button.tsx";
import { Input } from "../ui/input.tsx";
import { useTexts } from "../ui/i18n.ts";

export const PassphraseInput = (props: Omit<ComponentProps<"input">, "type">) => {
  const t = useTexts("app");
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input
        {...props}
        type={shown ? "text" : "password"}
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        className="h-10 pr-10"
      />
      <IconButton
        icon={shown ? EyeOff : Eye}
        size="small"
        label={t(shown ? "signIn.hide" : "signIn.show")}
        onClick={() => setShown(!shown)}
        className="absolute top-1.5 right-1.5"
      />
    </div>
  );
};
