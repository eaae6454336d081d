// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { htmlToText, sanitiseHtml } from '../../../lib/mime/sanitise-html';
import { threadClock } from '../../support/thread-clock';

const body = async (html: string): Promise<string> =>
  ((await sanitiseHtml(html, [])).document.split('<body')[1] ?? '')
    .replace(/^[^>]*>/, '')
    .replace('</body></html>', '');
const NETWORK = /https?:|\/\/[a-z]|ftp:|ws:/i;

describe('HTML of a stranger', () => {
  it('is put under a policy that loads nothing and runs nothing [req 22]', async () => {
    const { document } = await sanitiseHtml('<p>Hello</p>', []);
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(document);
    expect(policy?.[1]).toContain("default-src 'none'; img-src data:; style-src 'unsafe-inline'");
    // The policy counts only for what comes behind it.
    expect(document.indexOf('Content-Security-Policy')).toBeLessThan(document.indexOf('<style'));
    expect(document.match(/<html|<head|<body/g)).toEqual(['<html', '<head', '<body']);
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)><script>alert(1)</script></svg>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\nscript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<form action="https://evil.example"><input name=a><button formaction="javascript:alert(1)">go</button></form>',
    '<body onload=alert(1)><p onclick=alert(1)>x</p>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<template><script>alert(1)</script></template>',
    '<style></style><script>alert(1)</script></style>',
    '<p style="x:expression(alert(1))">',
    '<object data="x.swf"></object><embed src="x.swf"><applet code=x></applet>',
  ])('runs nothing of %s [req 22]', async (html) => {
    const { document } = await sanitiseHtml(html, []);
    const inner = document.slice(document.indexOf('</style>'));
    expect(inner).not.toMatch(/<(?:script|svg|math|iframe|form|input|button|object|embed|applet|template|noscript)/i);
    expect(inner).not.toMatch(/<[^>]*\son\w+\s*=|javascript:|expression\(|data:text/i);
  });

  it.each([
    ['<img src="http://t.example/p.gif">', 1],
    ['<img src="//t.example/p.gif">', 1],
    ['<img srcset="https://t.example/a 2x" src="cid:none">', 1],
    ['<table background="http://t.example/b.png"><tr><td>x</table>', 1],
    ['<p style="background:url(http://t.example/b.png)">x</p>', 1],
    ['<p style="background:u\\72l(http://t.example/b.png)">x</p>', 0],
    ['<style>@import "http://t.example/s.css"; p { background: url(//t.example/x) }</style><p>x</p>', 2],
    ['<style>@font-face { font-family: a; src: url(https://t.example/f) }</style>', 1],
    ['<link rel=stylesheet href="https://t.example/s.css">', 1],
    ['<meta http-equiv=refresh content="0;url=http://t.example/">', 1],
    ['<base href="http://t.example/"><img src="p.gif">', 1],
    ['<video poster="http://t.example/p" src="http://t.example/v"></video>', 1],
    ['<audio src="http://t.example/v"></audio>', 1],
    ['<svg><image href="http://t.example/p"/><use xlink:href="http://t.example/u#a"/></svg>', 2],
    ['<iframe src="http://t.example/"></iframe>', 1],
    ['<input type=image src="http://t.example/p">', 1],
    ['<picture><source srcset="http://t.example/p"></picture>', 1],
  ])('asks the network for nothing of %s [req 22]', async (html, count) => {
    const { document, removed } = await sanitiseHtml(html, []);
    expect(document.slice(document.indexOf('<style>'))).not.toMatch(NETWORK);
    expect(removed).toBeGreaterThanOrEqual(count);
  });

  it('draws pictures that the mail brings, and no SVG [req 22]', async () => {
    const file = (contentId: string, mediaType: string) => ({
      name: 'a',
      mediaType,
      octets: 3,
      content: { arrayBuffer: () => Promise.resolve(Uint8Array.of(1, 2, 3).buffer) } as Blob,
      contentId,
      holdsCertificate: false,
    });
    const { document, removed } = await sanitiseHtml(
      '<img src="cid:a%40b"><img src="CID:s"><img src="data:image/png;base64,AQID">',
      [file('a@b', 'image/png'), file('s', 'image/svg+xml')],
    );
    expect(document.match(/src="[^"]*"/g)).toEqual([
      'src="data:image/png;base64,AQID"',
      'src="data:image/png;base64,AQID"',
    ]);
    expect(removed).toBe(0);
    expect(await body('<img src="data:image/svg+xml;base64,AAAA">')).toBe('<img>');
  });

  it('lets links out only to the web and to mail, and tells where they go [req 24]', async () => {
    expect(await body('<a href="https://a.example/x" title="lie" ping="https://p.example">words</a>')).toBe(
      '<a href="https://a.example/x" target="_blank" rel="noopener noreferrer" title="https://a.example/x">words</a>',
    );
    expect(await body('<a href="ftp://a.example">f</a><a href="#top">t</a>')).toBe('<a>f</a><a>t</a>');
    expect(await body('<a href="http://evil.example/">www.bank.example</a>')).toContain(
      'www.bank.example [evil.example]',
    );
    expect(await body('<a href="http://www.bank.example/">bank.example</a>')).not.toContain('[');
    expect(await body('<a href="http://аpple.example/">shop</a>')).toContain('shop [xn--pple-43d.example]');
    expect(await body('<a href="http://bank.example@evil.example/">shop</a>')).toContain('[evil.example]');
  });

  it('keeps the looks that cannot hide, cover or load', async () => {
    const css =
      'color: red; position: fixed; top: 0; margin: 4px; margin-left: -999px; z-index: 9; clip-path: circle(0)';
    expect(await body(`<p style="${css}">x</p>`)).toBe('<p style="color: red; margin: 4px">x</p>');
    const sheet =
      '.a { color: #123456; display: none; position: absolute } @media (max-width: 9px) { p { visibility: hidden; width: 4px } } @keyframes x { from { top: 0 } }';
    const { document } = await sanitiseHtml(`<style>${sheet}</style><p class=a>x</p>`, []);
    expect(document).toContain('.a { color: #123456 }\n@media (max-width: 9px) { p { width: 4px } }</style>');
  });

  it.each(['<x>', '<style>@media x{', '<div>', '<b>', '<svg>', '<table><tr><td>', '<p>a'])(
    'of %s without end is shown by its words, at once [req 25]',
    async (piece) => {
      const spent = threadClock();
      const { document, text } = await sanitiseHtml(`words ${piece.repeat(150_000)}`, []);
      expect(spent()).toBeLessThan(2_000);
      expect(document).toContain('<pre>words');
      expect(text).toMatch(/^words/);
    },
  );

  it('cannot leave its style sheet or its body', async () => {
    const { document } = await sanitiseHtml(
      '<style>p { color: red } </sty\\le><b>{}</style><p>x</body><body class=y></html>',
      [],
    );
    expect(document.match(/<\/style>/g)).toHaveLength(2);
    expect(document.match(/<body/g)).toHaveLength(1);
  });
});

describe('the words for an answer', () => {
  it.each([
    '<div style="display:none">SECRET</div>',
    '<div style="display : NONE !important">SECRET</div>',
    '<p hidden>SECRET</p>',
    '<div style="visibility:hidden">SECRET</div>',
    '<div style="font-size:0">SECRET</div>',
    '<div style="font-size:1px">SECRET</div>',
    '<div style="color:transparent">SECRET</div>',
    '<div style="color:rgba(0,0,0,0)">SECRET</div>',
    '<div style="opacity:0">SECRET</div>',
    '<div style="max-height:0;overflow:hidden">SECRET</div>',
    '<div style="dis\\play:none">SECRET</div>',
    '<div style="/*x*/display:/**/none">SECRET</div>',
    '<title>SECRET</title>',
    '<!-- SECRET -->',
    '<template>SECRET</template>',
    '<select><option>SECRET</select>',
    '<textarea>SECRET</textarea>',
    '<script>SECRET</script>',
  ])('hold nothing of %s, and neither does what is drawn [req 20]', async (html) => {
    const { document, text } = await sanitiseHtml(`<p>seen</p>${html}`, []);
    expect(text).toBe('seen');
    expect(htmlToText(`<p>seen</p>${html}`)).toBe('seen');
    expect(document).not.toContain('SECRET');
  });

  it('and the drawing agree where a style sheet or a colour would hide: both show [req 20]', async () => {
    const sheet =
      '<style>.h { display: none; visibility: hidden; opacity: 0; font-size: 1px; color: transparent; text-indent: -999px }</style>';
    const { document, text } = await sanitiseHtml(`${sheet}<p class=h>words</p><p style="color:#fff">more</p>`, []);
    expect(text).toBe('words\n\nmore');
    expect(document).not.toMatch(/display: none|visibility|opacity|font-size: 1px|transparent|text-indent|#fff"/);
  });

  it('keep white letters on a dark ground', async () => {
    expect(await body('<div style="background-color:#000"><p style="color:#fff">x</p></div>')).toContain('color: #fff');
    expect(
      await body('<table bgcolor="black"><tbody><tr><td><font color="white">x</font></td></tr></tbody></table>'),
    ).toContain('color="white"');
  });

  it('have the lines of the drawing', () => {
    expect(
      htmlToText('<div>One</div><div>two<br>three</div><p>four  \n five</p><ul><li>a<li>b</ul><pre>x\n  y</pre>'),
    ).toBe('One\ntwo\nthree\n\nfour five\n\n- a\n- b\n\nx\n  y');
    expect(htmlToText('Hi<blockquote>old<blockquote>older</blockquote></blockquote>')).toBe('Hi\n\n> old\n>\n>> older');
    expect(htmlToText('<blockquote><p>a</p><div>b</div></blockquote>after<ul><li><p>x</p></ul>')).toBe(
      '> a\n>\n> b\n\nafter\n\n- x',
    );
    expect(htmlToText(`${'<div>'.repeat(50)}${'a<br>'.repeat(20_000)}`)).toHaveLength(39_999);
    expect(htmlToText('<b>bold </b><i>and</i> slim&nbsp;<img alt="cat" src=x>')).toBe('bold and slim [cat]');
  });
});
