import { RadioGroup } from "radix-ui";
import type { Settings } from "#core/settings/schema";
import { classNames } from "../../ui/class-names.ts";
import { useTexts } from "../../ui/i18n.ts";

type Theme = Settings["theme"];

const themes: readonly Theme[] = ["system", "light", "dark"];

/** A window in small, painted with the real colours of the theme. */
const SmallWindow = ({ theme, half }: { readonly theme: "light" | "dark"; readonly half?: "left" | "right" | undefined }) => (
  <span
    aria-hidden
    style={{ colorScheme: theme }}
    className={classNames(
      "absolute inset-0 flex bg-canvas forced-color-adjust-none",
      half === "left" && "[clip-path:polygon(0_0,56%_0,44%_100%,0_100%)]",
      half === "right" && "[clip-path:polygon(56%_0,100%_0,100%_100%,44%_100%)]",
    )}
  >
    <span className="flex w-1/4 flex-col gap-1 border-r border-line bg-sidebar p-1.5">
      <span className="h-1 w-3/4 rounded-full bg-ink-faint" />
      <span className="h-1 w-1/2 rounded-full bg-line-strong" />
      <span className="h-1 w-2/3 rounded-full bg-line-strong" />
    </span>
    <span className="flex flex-1 flex-col gap-1.5 p-2">
      <span className="ml-auto h-2.5 w-1/2 rounded-small bg-active" />
      <span className="h-1 w-4/5 rounded-full bg-ink" />
      <span className="h-1 w-3/5 rounded-full bg-ink-soft" />
      <span className="mt-auto flex h-3.5 items-center rounded-small border border-line-strong bg-surface px-1">
        <span className="ml-auto size-1.5 rounded-full bg-accent" />
      </span>
    </span>
  </span>
);

/** The themes to choose from, as they will look. */
export const LookCards = ({ value, onChange }: { readonly value: Theme; readonly onChange: (theme: Theme) => void }) => {
  const t = useTexts("settings");
  return (
    <RadioGroup.Root
      aria-label={t("look.theme")}
      orientation="horizontal"
      value={value}
      onValueChange={(next) => {
        const theme = themes.find((candidate) => candidate === next);
        if (theme !== undefined) onChange(theme);
      }}
      className="flex flex-wrap gap-3"
    >
      {themes.map((theme) => (
        <RadioGroup.Item key={theme} value={theme} aria-label={t(`look.themes.${theme}`)} className="group w-36 rounded-medium text-left">
          <span className="relative block h-20 overflow-hidden rounded-medium border border-line group-data-[state=checked]:border-accent group-data-[state=checked]:ring-2 group-data-[state=checked]:ring-accent">
            {theme === "system" ? (
              <>
                <SmallWindow theme="light" half="left" />
                <SmallWindow theme="dark" half="right" />
              </>
            ) : (
              <SmallWindow theme={theme} />
            )}
          </span>
          <span className="mt-1.5 block text-note text-ink-soft group-data-[state=checked]:font-medium group-data-[state=checked]:text-ink">
            {t(`look.themes.${theme}`)}
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
};
