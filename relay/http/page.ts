import { createHash } from 'node:crypto';
import type { Settings } from '../config/config';
import { sizeInWords, timeInWords } from './amounts';
import { PAGE_STYLE } from './page-style';

export type Page = { readonly html: string; readonly policy: string };
type Shown = Pick<Settings, 'registration' | 'limits' | 'publicHost' | 'extensionUrl'>;

const ACCOUNTS: Readonly<Record<Settings['registration'], string>> = {
  open: 'Anybody may make an account here.',
  invitation: 'An account needs an invitation from whoever runs this relay.',
  closed: 'This relay takes no new accounts.',
};

/** What this relay is, what it carries, how to begin. No script, no picture from elsewhere, nothing that is kept. */
export function createPage(shown: Shown, version: string): Page {
  const hash = createHash('sha256').update(PAGE_STYLE).digest('base64');
  return {
    html: document(shown, version),
    policy: `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const asText = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');

const limits = ({ limits: all }: Shown): string =>
  (
    [
      ['A message waits at most', timeInWords(all.keepMs)],
      ['Largest message', sizeInWords(all.payloadOctets)],
      ['Largest file', sizeInWords(all.attachmentOctets)],
      ['All files of one account', sizeInWords(all.attachmentsOctetsPerUser)],
      ['Archive of one account', sizeInWords(all.archiveOctetsPerUser)],
      ['Devices of one account', all.devices.toLocaleString('en')],
    ] as const
  )
    .map(([what, much]) => `<div><dt>${what}</dt><dd>${much}</dd></div>`)
    .join('\n');

const begin = ({ publicHost, extensionUrl }: Shown): string => `<ol>
<li>${
  extensionUrl === undefined
    ? 'Install Sotto in Chrome or Firefox. Whoever runs this relay can tell you where to get it.'
    : `<a href="${asText(extensionUrl)}" rel="noreferrer">Get Sotto</a> and install it in Chrome or Firefox.`
}</li>
<li>Press Sotto’s button in the toolbar, choose a passphrase and make a key.</li>
<li>Name this relay in the settings${publicHost === undefined ? '' : `: <code>${asText(publicHost)}</code>`}.</li>
</ol>`;

const document = (shown: Shown, version: string): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sotto relay</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<header>
<svg viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" aria-hidden="true"><path d="M13 4.5A12 12 0 0 0 13 27.5"/><path d="M20 9.5A7.5 7.5 0 0 1 20 22.5"/></svg>
<h1>Sotto relay${shown.publicHost === undefined ? '' : ` at ${asText(shown.publicHost)}`}</h1>
</header>
<p>This relay carries sealed messages between people who use Sotto, a browser extension. It can read none of them.</p>

<h2>What it keeps</h2>
<ul>
<li>The name of each account, and what is needed to check a password without knowing it.</li>
<li>A number for each device, and when it was last here.</li>
<li>Sealed messages that wait for a device, sealed files and sealed archives. Only the people they are for can open them.</li>
</ul>

<h2>What it never has</h2>
<p>Your words, your files, your password, your keys, your mail address.</p>
<p>It does see your network address, and which account writes to which, when and how much. Of that it keeps only what it needs until a message is delivered; its log holds none of it.</p>

<h2>Limits</h2>
<p>${ACCOUNTS[shown.registration]}</p>
<dl>
${limits(shown)}
</dl>

<h2>How to begin</h2>
${begin(shown)}
<footer>Sotto relay ${asText(version)}. This page has no script, sets no cookie and is not kept by your browser.</footer>
</main>
</body>
</html>
`;
