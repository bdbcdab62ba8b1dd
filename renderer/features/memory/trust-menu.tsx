import { Check, ChevronDown, File, Globe, UserCheck, type LucideIcon } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { trustClassSchema, type MemoryEntry, type TrustClass } from "#core/memory/schema";
import { classNames } from "../../ui/class-names.ts";
import { useTexts } from "../../ui/i18n.ts";
import { menuItem, menuSurface } from "../../ui/menu.tsx";

export const trustLooks: Readonly<Record<TrustClass, { readonly icon: LucideIcon; readonly look: string }>> = {
  yours: { icon: UserCheck, look: "bg-accent-soft text-accent" },
  file: { icon: File, look: "bg-active text-ink-soft" },
  foreign: { icon: Globe, look: "bg-warning-soft text-warning" },
};

interface TrustMenuProps {
  readonly entry: MemoryEntry;
  readonly onChange: (trust: TrustClass | null) => void;
}

/** Whose word a document is, why, and what else it could be. */
export const TrustMenu = ({ entry, onChange }: TrustMenuProps) => {
  const t = useTexts("memory");
  const { icon: Icon, look } = trustLooks[entry.trust];
  const isSaid = entry.trustReason === "said";
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <button
          type="button"
          aria-label={t("trust.change", { title: entry.title, trust: t(`trust.${entry.trust}`) })}
          title={t(`reason.${entry.trustReason}`)}
          data-testid="trust"
          className={classNames(
            "inline-flex h-6 shrink-0 items-center gap-1 rounded-full px-2 text-small font-medium whitespace-nowrap hover:brightness-95 data-[state=open]:brightness-95",
            look,
          )}
        >
          <Icon aria-hidden size={12} />
          {t(`trust.${entry.trust}`)}
          <ChevronDown aria-hidden size={11} className="opacity-60" />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="start" sideOffset={4} collisionPadding={8} className={`${menuSurface} max-w-80`}>
          <DropdownMenu.Label className="px-2 pt-1 pb-1.5 text-small text-ink-faint">{t(`reason.${entry.trustReason}`)}</DropdownMenu.Label>
          <DropdownMenu.RadioGroup value={entry.trust} onValueChange={(next) => onChange(trustClassSchema.parse(next))}>
            {trustClassSchema.options.map((trust) => {
              const Each = trustLooks[trust].icon;
              return (
                <DropdownMenu.RadioItem key={trust} value={trust} className={classNames(menuItem, "py-1.5")}>
                  <Each aria-hidden size={15} strokeWidth={1.75} className="shrink-0 opacity-75" />
                  <span className="flex-1">
                    {t(`trust.${trust}`)}
                    <span className="block text-small text-ink-faint">{t(`trust.${trust}Hint`)}</span>
                  </span>
                  <DropdownMenu.ItemIndicator>
                    <Check aria-hidden size={15} />
                  </DropdownMenu.ItemIndicator>
                </DropdownMenu.RadioItem>
              );
            })}
          </DropdownMenu.RadioGroup>
          {isSaid && (
            <>
              <DropdownMenu.Separator className="my-1 h-px bg-line" />
              <DropdownMenu.Item className={menuItem} onSelect={() => onChange(null)}>
                {t("trust.unsay")}
              </DropdownMenu.Item>
            </>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
};
