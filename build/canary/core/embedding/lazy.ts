// breaks: core-knows-no-electron-dom-http, product-uses-no-development-package
export const later = async () => {
  using handle = { [Symbol.dispose]: () => {} };
  return [handle, await import("react")];
};
