import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtExtension, TARGETS, type Target } from '../support/build';

type Manifest = Record<string, unknown>;
const parse = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Manifest;
const golden = (target: Target) => parse(`tests/fixtures/manifests/${target}.json`);

/** All of it but the version, which every release moves. */
function builtManifest(target: Target): Manifest {
  const { version, ...rest } = parse(join(builtExtension(target), 'manifest.json'));
  expect(version).toBe(parse('package.json')['version']);
  return rest;
}

// To approve a change: write the built manifest, without its version, over the file that is compared here.
describe('the built manifests are the approved ones', () => {
  it.each(Object.keys(TARGETS) as Target[])('%s equals its golden file, key by key [req 27] [req 28]', (target) => {
    expect(builtManifest(target)).toEqual(golden(target));
  });

  it('the build for tests differs from the one for people in loopback hosts and in nothing else [req 27]', () => {
    const { host_permissions: hosts, ...rest } = golden('chrome-mv3-testing');
    expect(rest).toEqual(golden('chrome-mv3'));
    for (const host of hosts as string[]) expect(host).toMatch(/^https?:\/\/(127\.0\.0\.1|localhost)\/\*$/);
  });

  it('installing asks for no site, and no site may talk to us [req 27]', () => {
    const chrome = golden('chrome-mv3');
    const firefox = golden('firefox-mv2');
    expect(chrome['host_permissions']).toBeUndefined();
    expect(chrome['content_scripts']).toBeUndefined();
    expect(firefox['content_scripts']).toBeUndefined();
    expect((firefox['permissions'] as string[]).filter((one) => one.includes('/'))).toEqual([]);
    expect(JSON.stringify([chrome, firefox])).not.toMatch(/externally_connectable|<all_urls>| 'unsafe-eval'|"tabs"/);
  });

  // In Firefox the worker's script, too, of which a page's script makes a worker (lib/callmedia): it holds no key.
  it('only the six documents that must be framed are web-accessible, with dynamic addresses [req 28]', () => {
    const frames = ['reader.html', 'composer.html', 'bar.html', 'chat-box.html', 'chat-line.html', 'call-frame.html'];
    expect(golden('chrome-mv3')['web_accessible_resources']).toEqual([
      { resources: frames, matches: ['*://*/*'], use_dynamic_url: true },
    ]);
    expect(golden('firefox-mv2')['web_accessible_resources']).toEqual([...frames, 'call-worker.js']);
  });
});
