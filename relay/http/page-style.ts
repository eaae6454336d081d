/** The one style sheet of the page at `/`; the policy of the page allows it by its hash. Tokens as in the extension. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #16191a);
  --ink: light-dark(#15191a, #ecefef);
  --quiet: light-dark(#525c5e, #a9b3b5);
  --line: light-dark(#d7dedf, #333a3c);
  --accent: light-dark(oklch(0.5 0.09 195), oklch(0.75 0.09 195));
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 640px; margin: 0 auto; padding: 40px 20px 48px; }
header { display: flex; align-items: center; gap: 12px; }
header svg { flex: none; inline-size: 40px; block-size: 40px; color: var(--accent); }
h1 { font-size: 24px; line-height: 1.25; font-weight: 600; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 18px; line-height: 1.35; font-weight: 600; margin: 36px 0 8px; }
p { margin: 0 0 12px; }
header + p { margin-block-start: 20px; }
ul, ol { margin: 0; padding-inline-start: 22px; }
li { margin-block-end: 8px; }
code { font: 0.92em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
dl { margin: 12px 0 0; border-block-end: 1px solid var(--line); }
dl div { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 24px; padding: 8px 0; border-block-start: 1px solid var(--line); }
dt { color: var(--quiet); }
dd { margin: 0; font-variant-numeric: tabular-nums; }
a { color: var(--accent); text-underline-offset: 3px; }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
footer { margin-block-start: 40px; padding-block-start: 12px; border-block-start: 1px solid var(--line); color: var(--quiet); font-size: 14px; }
@media (prefers-contrast: more) { :root { --quiet: var(--ink); --line: var(--ink); } }
`;
