import createDOMPurify, { type Config, type DOMPurify } from "dompurify";

type Policy = NonNullable<Config["TRUSTED_TYPES_POLICY"]>;

interface PolicyMaker {
  readonly createPolicy: (
    name: string,
    rules: { readonly createHTML: (html: string) => string; readonly createScriptURL: (url: string) => string },
  ) => Policy;
}

/** Element → its attributes, and the values each may have. Nothing else reaches the page, whatever the renderer made. */
const anyNumber = /^\d{1,9}$/;
const ownClasses = /^md-[a-z0-9-]+(?: md-[a-z0-9-]+)*$/;
const attributes: Readonly<Record<string, RegExp>> = {
  class: ownClasses,
  href: /^(?:https?:\/\/|mailto:)[^\s]+$/,
  target: /^_blank$/,
  rel: /^noopener noreferrer nofollow$/,
  type: /^button$/,
  start: anyNumber,
  // What scrolls is reached by keyboard.
  tabindex: /^0$/,
  role: /^img$/,
  "aria-label": /^[^<>]{0,200}$/,
  "data-citation": anyNumber,
  "data-action": /^(?:copy|open)$/,
  "data-language": /^[a-z0-9+#._-]{0,24}$/,
  "data-math": /^(?:inline|display)$/,
};

const elements = "p h3 h4 h5 h6 ul ol li blockquote pre code div span table thead tbody tr th td a button strong em del br hr".split(" ");

const mathElements =
  "span svg path line g math semantics annotation mrow mi mo mn ms mtext mspace msup msub msubsup mfrac msqrt mroot mtable mtr mtd mlabeledtr munder mover munderover mpadded mphantom menclose mstyle".split(
    " ",
  );
const mathAttributes =
  "class style aria-hidden d viewBox width height preserveAspectRatio xmlns x1 x2 y1 y2 stroke-width mathvariant display displaystyle scriptlevel encoding stretchy fence separator accent accentunder lspace rspace linethickness columnalign columnspacing columnlines rowspacing rowlines rowalign notation minsize maxsize movablelimits side voffset mathcolor mathbackground mathsize depth form largeop symmetric title".split(
    " ",
  );
/** KaTeX sets lengths, colours and little else; an address or a fixed position is not among them. */
const harmlessStyle = /^(?!.*(?:url|expression|image|fixed|sticky|@|\\))[\w\s:;.,#%()+-]*$/i;

const neverAllowed: Config = {
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOW_UNKNOWN_PROTOCOLS: false,
  ALLOW_SELF_CLOSE_IN_ATTR: false,
  SANITIZE_DOM: true,
  SANITIZE_NAMED_PROPS: false,
  WHOLE_DOCUMENT: false,
};

/**
 * The page's one way to turn strings into trusted markup, under the policy name `olympus`. Only DOMPurify calls it, on the inert document that
 * it then cleans. Undefined where the browser has no Trusted Types.
 */
const createPolicy = () =>
  ("trustedTypes" in window ? (window.trustedTypes as PolicyMaker) : undefined)?.createPolicy("olympus", {
    createHTML: (html) => html,
    createScriptURL: (url) => (new URL(url, location.href).origin === location.origin ? url : "about:blank"),
  });

const withRule = (purify: DOMPurify, isAllowed: (name: string, value: string) => boolean): DOMPurify => {
  purify.addHook("uponSanitizeAttribute", (_, data) => {
    if (!isAllowed(data.attrName, data.attrValue)) data.keepAttr = false;
  });
  return purify;
};

export interface Sanitiser {
  /** Block markup of ours → nodes that hold only allowed elements and attributes. Scripts in it never run, nothing is requested. */
  readonly fragment: (html: string) => DocumentFragment;
  /** Cleans KaTeX's own output where it stands. */
  readonly math: (element: HTMLElement) => void;
  /** The address of a worker script of this origin, as the browser wants it under Trusted Types. */
  readonly workerUrl: (url: string) => string;
}

export const createSanitiser = (): Sanitiser => {
  const policy = createPolicy();
  const trusted: Config = policy === undefined ? {} : { TRUSTED_TYPES_POLICY: policy };
  const blocks = withRule(createDOMPurify(window), (name, value) => attributes[name]?.test(value) ?? false);
  blocks.setConfig({
    ...neverAllowed,
    ...trusted,
    ALLOWED_TAGS: elements,
    ALLOWED_ATTR: Object.keys(attributes),
    RETURN_DOM_FRAGMENT: true,
  });
  const math = withRule(createDOMPurify(window), (name, value) => name !== "style" || harmlessStyle.test(value));
  math.setConfig({ ...neverAllowed, ...trusted, ALLOWED_TAGS: mathElements, ALLOWED_ATTR: mathAttributes, IN_PLACE: true });
  return {
    fragment: (html) => blocks.sanitize(html, { RETURN_DOM_FRAGMENT: true }),
    math: (element) => void math.sanitize(element),
    workerUrl: (url) => (policy === undefined ? url : (policy.createScriptURL(url) as unknown as string)),
  };
};
