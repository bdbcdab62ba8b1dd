/** What a style element of ours has to carry under the desktop's policy; undefined where the page has none, and needs none. */
export const styleNonce = (): string | undefined => document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.nonce || undefined;
