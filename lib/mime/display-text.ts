/**
 * Text of a stranger's making, fit to be shown on one line: no control characters, no bidi controls
 * (which can make `gpj.exe` read `exe.jpg`), no invisible characters, no length without end. [req 24]
 */
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\u{e0000}-\u{e007f}]/gu;

export function neutralLine(text: string, limit = 1_000): string {
  const clean = text
    .slice(0, limit * 8)
    .replace(/[\t\r\n]+/g, ' ')
    .replace(UNSEEN, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toWellFormed();
  return clean.length > limit ? `${clean.slice(0, limit).toWellFormed()}…` : clean;
}
