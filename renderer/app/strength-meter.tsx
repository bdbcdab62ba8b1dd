import { classNames } from "../ui/class-names.ts";
import { useTexts } from "../ui/i18n.ts";
import { passphraseStrength } from "./passphrase-strength.ts";

const colours = ["bg-danger", "bg-danger", "bg-warning", "bg-accent", "bg-accent"];

export const StrengthMeter = ({ passphrase }: { readonly passphrase: string }) => {
  const t = useTexts("app");
  const strength = passphraseStrength(passphrase);
  return (
    <span className="flex items-center gap-3">
      <span
        role="meter"
        aria-label={t("signIn.strengthLabel")}
        aria-valuemin={0}
        aria-valuemax={4}
        aria-valuenow={strength}
        className="flex w-24 gap-1"
      >
        {[1, 2, 3, 4].map((step) => (
          <span
            key={step}
            className={classNames(
              "h-1 flex-1 rounded-full transition-colors duration-150",
              step <= Math.max(1, strength) ? colours[strength] : "bg-active",
            )}
          />
        ))}
      </span>
      <span>{t(`signIn.strength.${strength}`)}</span>
    </span>
  );
};
