/** Command is the modifier of shortcuts there. */
export const isMac = /Macintosh|iPhone|iPad/.test(navigator.userAgent);
