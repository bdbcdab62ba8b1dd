import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../../ui/icon-button.tsx";
import { useTexts } from "../../ui/i18n.ts";

export const CopyButton = ({ text }: { readonly text: string }) => {
  const t = useTexts("chat");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1600);
  };
  return (
    <IconButton
      icon={copied ? Check : Copy}
      size="small"
      label={t(copied ? "message.copied" : "message.copy")}
      onClick={() => void copy()}
    />
  );
};
