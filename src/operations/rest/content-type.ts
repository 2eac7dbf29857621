/** `application/json`, with or without parameters, and `application/….+json`. */
export const isJson = (contentType: string) => /^\s*[\w.-]+\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType);

export const charsetOf = (contentType: string) => /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
