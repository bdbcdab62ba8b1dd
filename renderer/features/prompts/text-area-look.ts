/** As an `Input`, over several lines. */
export const textAreaLook =
  "w-full resize-y rounded-medium border border-edge bg-surface px-3 py-2 text-base text-ink shadow-low transition-colors duration-100 " +
  "hover:border-ink-faint focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-danger";
