import { describe, expect, it } from 'vitest';
import { sizeWords } from '../../../lib/core/amounts';
import { nameDomains } from '../../../lib/core/domains';
import { safeFileName } from '../../../lib/core/file-names';
import { LINKIFY_BELOW, linkify } from '../../../lib/core/linkify';
import { previewOf } from '../../../lib/core/preview-kind';
import { quote } from '../../../lib/frames/reader/quote';
import { ticketFromHash } from '../../../lib/frames/shared/ticket';
import { TICKET } from './support';

describe('links in a text', () => {
  it.each([
    ['see https://example.org/a.', ['https://example.org/a']],
    ['(https://example.org/a)', ['https://example.org/a']],
    ['https://example.org/wiki/A_(b)', ['https://example.org/wiki/A_(b)']],
    ['http://a.example https://b.example/?q=1#x', ['http://a.example', 'https://b.example/?q=1#x']],
    ['javascript:alert(1) data:text/html,x', []],
    ['ftp://example.org file:///etc/passwd', []],
    ['https://bank.example@evil.example/', []],
    ['no link', []],
  ])('finds in %j', (text, expected) => {
    const pieces = linkify(text);
    expect(pieces.filter(({ href }) => href !== undefined).map((piece) => piece.text)).toEqual(expected);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  });

  it('tells the host in ASCII, so that a look-alike shows itself [req 24]', () => {
    const [piece] = linkify('https://\u0430pple.example/');
    expect(piece?.host).toMatch(/^xn--/);
  });

  it('ends an address before a character that reorders the line [req 24]', () => {
    const pieces = linkify('https://example.org/\u202egro.live');
    expect(pieces[0]?.text).toBe('https://example.org/');
  });

  it('leaves a long text in one piece', () => {
    const text = 'https://example.org '.repeat(LINKIFY_BELOW / 10);
    expect(linkify(text)).toEqual([{ text }]);
  });
});

describe('quoting', () => {
  it('quotes each line that was drawn, and nothing else [req 20]', () => {
    const quoted = quote('reply', { text: 'one\n> two\n', headers: { from: 'Bob <bob@example.org>' } });
    expect(quoted).toBe('\n\nBob <bob@example.org> wrote:\n> one\n>> two\n');
  });

  it('forwards the protected fields only [req 20] [req 21]', () => {
    const quoted = quote('forward', {
      text: 'one',
      headers: { subject: 'Plans', to: 'anna@example.org' },
      from: 'bob@example.org',
    });
    expect(quoted).toBe(
      '\n\n-------- Forwarded message --------\nFrom: bob@example.org\nTo: anna@example.org\nSubject: Plans\n\none\n',
    );
  });
});

describe('what can be looked at', () => {
  it.each([
    ['image/png', 'a.png', 'image'],
    ['application/octet-stream', 'a.JPG', 'image'],
    ['image/svg+xml', 'a.svg', 'none'],
    ['text/html', 'a.html', 'none'],
    ['text/plain', 'a.txt', 'text'],
    ['application/octet-stream', 'a.csv', 'text'],
    ['application/pdf', 'a.pdf', 'pdf'],
    ['application/octet-stream', 'a.pdf', 'pdf'],
    ['application/zip', 'a.zip', 'none'],
    ['text/html', 'a.png', 'none'],
  ])('shows %s named %s as %s', (mediaType, name, kind) => {
    expect(previewOf({ mediaType, name, octets: 10 }).kind).toBe(kind);
  });

  it('never gives a Blob of ours a type that can run', () => {
    for (const mediaType of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'text/javascript']) {
      expect(previewOf({ mediaType, name: 'a', octets: 1 }).mediaType).toBe('application/octet-stream');
    }
  });

  it('saves a text of many megabytes rather than drawing it', () => {
    expect(previewOf({ mediaType: 'text/plain', name: 'a.txt', octets: 5_000_000 }).kind).toBe('none');
  });
});

describe('domains', () => {
  it('names a look-alike domain as the network asks for it [req 24]', () => {
    expect(nameDomains('Bob <bob@ex\u0430mple.org>')).toBe('Bob <bob@ex\u0430mple.org (xn--exmple-4nf.org)>');
  });

  it('leaves plain domains and plain words alone', () => {
    for (const text of ['Bob <bob@example.org>', 'caf\u00e9 @ nine', 'nobody']) expect(nameDomains(text)).toBe(text);
  });
});

describe('small words', () => {
  it.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['a\u202egpj.exe', 'agpj.exe'],
    ['.hidden', 'hidden'],
    ['con\u0000cert.txt', 'concert.txt'],
    ['', 'attachment'],
  ])('makes the file name %j safe [req 24]', (name, expected) => {
    expect(safeFileName(name)).toBe(expected);
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_500, '1.5 kB'],
    [12_345, '12 kB'],
    [999_600, '1.0 MB'],
    [25_000_000, '25 MB'],
  ])('says %i octets as %s', (octets, words) => {
    expect(sizeWords(octets)).toBe(words);
  });

  it('takes a ticket from the address and nothing else', () => {
    expect(ticketFromHash(`#${TICKET}`)).toBe(TICKET);
    for (const hash of ['', '#', '#xyz', `#${TICKET}0`, '#<script>']) expect(ticketFromHash(hash)).toBeUndefined();
  });
});
