// The prompt as the server reads it: line ends as one character, trimmed, counted in Unicode code points.

// Qt's white space: JavaScript's trim() takes the byte order mark away as well, and leaves the next-line character.
const space = '[\\t-\\r \\u0085\\p{Z}]';
const outerSpace = new RegExp(`^${space}+|${space}+$`, 'gu');

// What the server refuses: control characters except tab and newline.
// eslint-disable-next-line no-control-regex -- these characters are what is looked for
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;

/** What is sent for a text. */
export function trimPrompt(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(outerSpace, '');
}

/** How many characters the server counts. */
export function countCodePoints(text: string): number {
  return Array.from(trimPrompt(text)).length;
}

/** Without what the server refuses. A lone carriage return becomes a newline. */
export function withoutControlCharacters(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(forbidden, '');
}
