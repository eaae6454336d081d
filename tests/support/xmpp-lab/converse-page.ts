/** Where Converse gets its stream from. */
export type ConverseAddresses = { readonly websocket: string; readonly bosh: string };

/**
 * Converse finds its WebAssembly beside a script element with its name, so it has to be one.
 * @source https://conversejs.org/docs/html/quickstart.html
 */
export const CONVERSE_PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Converse</title>
<link rel="stylesheet" href="/dist/converse.min.css"></head>
<body class="converse-fullscreen"><div id="conversejs-bg"></div>
<script type="module" src="/dist/converse.min.js"></script>
<script type="module" src="/boot.js"></script></body></html>`;

/** The query says who logs in and how: see `ConverseVisit` in lab.ts. */
export const converseBoot = ({ websocket, bosh }: ConverseAddresses): string => `
const asked = new URLSearchParams(location.search);
const user = asked.get('user');
await window.converse.initialize({
  view_mode: 'fullscreen',
  assets_path: '/dist/',
  authentication: 'login',
  discover_connection_methods: false,
  auto_away: 0,
  allow_registration: false,
  muc_domain: 'rooms.lab.test',
  muc_nickname_from_jid: true,
  omemo_default: false,
  i18n: 'en',
  loglevel: 'warn',
  play_sounds: false,
  persistent_store: 'IndexedDB',
  clear_cache_on_logout: false,
  show_desktop_notifications: false,
  ...(asked.has('bosh') ? { bosh_service_url: ${JSON.stringify(bosh)} } : { websocket_url: ${JSON.stringify(websocket)} }),
  ...(asked.has('worker') ? { connection_options: { worker: '/dist/shared-connection-worker.js' } } : {}),
  ...(user === null ? {} : { auto_login: true, jid: user + '@lab.test', password: user + '-pw' }),
});
`;

/** What Converse needs and nothing more: inline scripts and `eval` are refused. */
export const strictPolicy = ({ websocket, bosh }: ConverseAddresses): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    `connect-src 'self' ${new URL(websocket).origin} ${new URL(bosh).origin}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
