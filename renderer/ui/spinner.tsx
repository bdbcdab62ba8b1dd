import { classNames } from "./class-names.ts";

export const Spinner = ({ className }: { readonly className?: string | undefined }) => (
  <span
    aria-hidden
    className={classNames("inline-block size-3.5 animate-turn rounded-full border-[1.5px] border-current border-r-transparent", className)}
  />
);
