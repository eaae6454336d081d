import preact from '@preact/preset-vite';
import { defineConfig, type UserManifest } from 'wxt';

/** Hosts that only the test build may reach without asking: nothing else differs in it. */
const LOOPBACK = ['http://127.0.0.1/*', 'https://127.0.0.1/*', 'http://localhost/*', 'https://localhost/*'];
const ANY_SITE = '*://*/*';
/** What every window of ours needs goes into one file: each further file is one more request before it can draw. */
const SHARED = /node_modules\/(?:preact|lucide|webextension-polyfill)\/|\/lib\/(?:bus|core|platform)\/|\/components\//;
/** The pages that must be framed by a webmail, and nothing else. */
const FRAMES = ['reader.html', 'composer.html', 'bar.html', 'chat-box.html', 'chat-line.html', 'call-frame.html'];
/** Firefox alone: the script of a page makes a worker of it (lib/callmedia). */
const MEDIA_WORKER = 'call-worker.js';
const isFrame = ({ name }: { readonly name: string }): boolean => FRAMES.includes(`${name}.html`);

/**
 * `unsafe-inline` for styles alone: cleaned mail, in its frame without scripts, inherits this policy. The background
 * alone may connect, to the relay that a person named: every document of ours takes that back for itself in its head.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "frame-src 'self' blob:",
  "worker-src 'self'",
  "connect-src 'self' https: wss: http://127.0.0.1:* ws://127.0.0.1:* http://localhost:* ws://localhost:*",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types dompurify sotto-mail sotto-worker',
].join('; ');

const common: UserManifest = {
  name: 'Sotto',
  description: 'End-to-end encryption for the webmail, chats and calls you already use.',
  homepage_url: 'https://sotto.invalid',
  permissions: ['storage', 'unlimitedStorage', 'scripting', 'activeTab', 'alarms', 'idle', 'notifications'],
  commands: {
    'lock-now': { suggested_key: { default: 'Alt+Shift+L' }, description: 'Lock your keys now' },
  },
};

export default defineConfig({
  imports: false,
  vite: () => ({ plugins: [preact()], build: { target: 'es2024', modulePreload: { polyfill: false } } }),
  outDirTemplate: '{{browser}}-mv{{manifestVersion}}{{modeSuffix}}',
  hooks: {
    // Each frame is built by itself, so that all it needs to draw is one script and one style sheet of its own.
    'entrypoints:grouped': (_wxt, groups) => {
      for (const group of groups.slice()) {
        if (!Array.isArray(group)) continue;
        const frames = group.filter(isFrame);
        groups.push(...frames.map((frame) => [frame]));
        group.splice(0, group.length, ...group.filter((entry) => !isFrame(entry)));
      }
    },
    'vite:build:extendConfig': (entrypoints, config) => {
      if (!entrypoints.every(({ inputPath }) => inputPath.endsWith('.html')) || entrypoints.some(isFrame)) return;
      const { rolldownOptions } = config.build ?? {};
      const codeSplitting = { groups: [{ name: 'shared', test: SHARED }] };
      const output = { ...(rolldownOptions?.output as object), codeSplitting };
      config.build = { ...config.build, rolldownOptions: { ...rolldownOptions, output } };
    },
  },
  zip: {
    includeSources: [
      'entrypoints/**',
      'components/**',
      'lib/**',
      'public/**',
      '*.json',
      '*.ts',
      'README.md',
      'LICENSE',
    ],
  },
  manifest: ({ browser, mode }) => {
    const hosts = mode === 'testing' ? LOOPBACK : [];
    if (browser === 'firefox') {
      return {
        ...common,
        permissions: [...(common.permissions ?? []), ...hosts],
        optional_permissions: [ANY_SITE],
        content_security_policy: PAGE_POLICY,
        web_accessible_resources: [...FRAMES, MEDIA_WORKER],
        browser_specific_settings: {
          gecko: {
            id: 'sotto@sotto.invalid',
            strict_min_version: '153.0',
            data_collection_permissions: { required: ['none'] },
          },
        },
      } as unknown as UserManifest;
    }
    return {
      ...common,
      minimum_chrome_version: '148',
      message_serialization: 'structured_clone',
      optional_host_permissions: [ANY_SITE],
      ...(hosts.length === 0 ? {} : { host_permissions: hosts }),
      content_security_policy: { extension_pages: PAGE_POLICY },
      web_accessible_resources: [{ resources: FRAMES, matches: [ANY_SITE], use_dynamic_url: true }],
    } as unknown as UserManifest;
  },
});
