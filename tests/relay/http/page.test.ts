import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { sizeInWords, timeInWords } from '../../../relay/http/amounts';
import { createPage } from '../../../relay/http/page';
import { type OpenHttp, openHttp, settingsOf } from '../../support/relay/http/open-http';

let relay: OpenHttp | undefined;
afterEach(() => relay?.http.close());

describe('the page of a relay', () => {
  it('says what the relay is, its limits as they are set, and how to begin', async () => {
    relay = await openHttp({
      settings: settingsOf(
        ...['--port', '0', '--keep', '36h', '--attachment-octets', '50M', '--registration', 'closed'],
      ),
    });
    const html = await (await fetch(relay.base)).text();
    for (const words of ['carries sealed messages', '36 hours', '50 MB', 'takes no new accounts', 'Install Sotto']) {
      expect(html).toContain(words);
    }
  });

  it('runs nothing, asks for nothing from elsewhere, and shows its style only by its hash', async () => {
    relay = await openHttp();
    const response = await fetch(relay.base);
    const html = await response.text();
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    );
    expect(html).not.toMatch(/<script|\son\w+=|javascript:|<img|<link|url\(|\sstyle=/i);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('is sound for a screen reader: a language, a title, one first heading, headings in order, a main part', () => {
    const { html } = createPage(settingsOf(), '1.0.0');
    expect(html).toMatch(/<html lang="en">[\s\S]*<title>[^<]+<\/title>/);
    const levels = [...html.matchAll(/<h(\d)>/g)].map(([, level]) => Number(level));
    expect(levels).toEqual([1, 2, 2, 2, 2]);
    expect(html.match(/<main>/g)).toHaveLength(1);
    expect(html).toMatch(/<svg[^>]*aria-hidden="true"/);
  });

  it('takes what the operator wrote as text', () => {
    const settings = { ...settingsOf(), publicHost: '<b>&"', extensionUrl: 'https://e.example/"onx=' };
    const { html } = createPage(settings, '1.0.0');
    expect(html).toContain('&lt;b&gt;&amp;&quot;');
    expect(html).toContain('href="https://e.example/&quot;onx="');
    expect(html).not.toContain('<b>');
  });

  it('says amounts as people say them', () => {
    expect([65_536, 104_857_600, 2 ** 30, 1_572_864, 12].map(sizeInWords)).toEqual([
      '64 kB',
      '100 MB',
      '1 GB',
      '1.5 MB',
      '12 octets',
    ]);
    expect([72, 36, 73, 24 * 30].map((hours) => timeInWords(hours * 3_600_000))).toEqual([
      '72 hours',
      '36 hours',
      '3 days',
      '30 days',
    ]);
    expect([3_600_000, 90_000, 1_000].map(timeInWords)).toEqual(['1 hour', '1.5 minutes', '1 second']);
  });
});
