/** A peak with the sun behind it. Decorative: the name stands beside it or in a label. */
export const Logo = ({ size = 24 }: { readonly size?: number | undefined }) => (
  <svg aria-hidden width={size} height={size} viewBox="0 0 24 24" fill="none" className="shrink-0">
    <rect width="24" height="24" rx="6.5" className="fill-accent" />
    <circle cx="16.4" cy="8" r="2.1" className="fill-accent-ink" opacity="0.72" />
    <path d="M3.9 17.8 9.6 8.1c.35-.6 1.2-.6 1.55 0l2.5 4.2.95-1.45c.36-.55 1.16-.54 1.5.03l4 6.92z" className="fill-accent-ink" />
  </svg>
);
