/** Texts write a prompt's placeholder as `[[name]]`: two braces are placeholders of the texts themselves. */
export const withBraces = (text: string): string => text.replaceAll("[[", "{{").replaceAll("]]", "}}");
