import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MimeDraft } from '../../../lib/core/mime-port';
import { createMime } from '../../../lib/mime/mime';
import { textOf } from './fixture';

const mime = createMime();
const PYTHON = '/usr/bin/python3';
const READER = `
import sys, json, base64
from email import message_from_bytes, policy
raw = sys.stdin.buffer.read()
m = message_from_bytes(raw, policy=policy.default)
parts = [p for p in m.walk() if not p.is_multipart()]
defects = [str(d) for p in m.walk() for d in p.defects]
defects += [str(d) for k in ('From', 'To', 'Cc', 'Subject', 'Date') if m[k] for d in m[k].defects]
print(json.dumps({
  'subject': m['Subject'], 'from': [[a.display_name, a.addr_spec] for a in m['From'].addresses],
  'to': [[a.display_name, a.addr_spec] for a in m['To'].addresses] if m['To'] else [],
  'date': m['Date'], 'outer': m.get_all('HP-Outer'), 'hp': m.get_param('hp'), 'v1': m.get_param('protected-headers'),
  'text': parts[0].get_content(), 'defects': defects, 'names': m.keys(),
  'files': [[p.get_filename(), p.get_content_type(), base64.b64encode(p.get_payload(decode=True)).decode()] for p in parts[1:]],
}))
`;
type Read = {
  subject: string;
  from: string[][];
  to: string[][];
  date: string;
  outer: string[];
  hp: string;
  v1: string;
  text: string;
  defects: string[];
  names: string[];
  files: string[][];
};
const draft = (change: Partial<MimeDraft> = {}): MimeDraft => ({
  from: 'Alice Lovelace <alice@example.org>',
  to: ['Bob <bob@example.org>'],
  cc: [],
  subject: 'Plans',
  date: new Date('2026-11-20T10:00:00Z'),
  messageId: '<one@example.org>',
  text: 'Hello\n',
  attachments: [],
  ...change,
});
const built = (change: Partial<MimeDraft> = {}): string => textOf(mime.build(draft(change)));

describe.skipIf(!existsSync(PYTHON))(
  'what we build, read by the email package of Python (needs /usr/bin/python3)',
  () => {
    const read = (change: Partial<MimeDraft>): Read => {
      const { stdout, stderr } = spawnSync(PYTHON, ['-c', READER], { input: mime.build(draft(change)) });
      if (stderr.length > 0) throw new Error(stderr.toString());
      return JSON.parse(stdout.toString()) as Read;
    };

    it('has its fields, its text and no defect', () => {
      const seen = read({ inReplyTo: '<zero@example.org>' });
      expect(seen).toMatchObject({
        subject: 'Plans',
        from: [['Alice Lovelace', 'alice@example.org']],
        to: [['Bob', 'bob@example.org']],
        date: 'Fri, 20 Nov 2026 10:00:00 +0000',
        hp: 'cipher',
        v1: 'v1',
        text: 'Hello\r\n',
        defects: [],
        files: [],
      });
      expect(seen.outer).toEqual([
        'From: Alice Lovelace <alice@example.org>',
        'To: Bob <bob@example.org>',
        'Date: Fri, 20 Nov 2026 10:00:00 +0000',
        'Message-ID: <one@example.org>',
        'In-Reply-To: <zero@example.org>',
        'References: <zero@example.org>',
        'Subject: ...',
      ]);
    });

    it.each([
      'Grüße aus Bern',
      '日本語の長い件名'.repeat(20),
      'a '.repeat(200).trim(),
      'x'.repeat(600),
      'two  spaces',
      '=?utf-8?q?trick?=',
      '👩‍👩‍👧‍👦'.repeat(30),
      '"quoted" <brackets>, and; more',
    ])('gives back the subject %j', (subject) => {
      expect(read({ subject })).toMatchObject({ subject, defects: [] });
    });

    it.each([
      ['Jürgen Groß <j@example.org>', 'Jürgen Groß', 'j@example.org'],
      ['"Doe, Jane (x)" <jane@example.org>', 'Doe, Jane (x)', 'jane@example.org'],
      ['"O\\"Neil \\\\" <o@example.org>', 'O"Neil \\', 'o@example.org'],
      [`${'Ö'.repeat(80)} <long@example.org>`, 'Ö'.repeat(80), 'long@example.org'],
      ['plain@example.org', '', 'plain@example.org'],
      ['Б <b@bücher.example>', 'Б', 'b@xn--bcher-kva.example'],
    ])('gives back the person %j', (from, name, address) => {
      const seen = read({ from, to: [from, from] });
      // Python before 3.12 leaves the space between two encoded words of one name.
      if (name.length > 40)
        for (const person of [...seen.from, ...seen.to]) person[0] = (person[0] ?? '').replaceAll(' ', '');
      expect(seen).toMatchObject({
        from: [[name, address]],
        to: [
          [name, address],
          [name, address],
        ],
        defects: [],
      });
    });

    it.each([
      ['plain.pdf', 'plain.pdf'],
      ['Grüße "x".txt', 'Grüße _x_.txt'],
      [`${'日本語'.repeat(30)}.txt`, `${'日本語'.repeat(30)}.txt`],
      ['/etc/passwd', 'passwd'],
      ['C:\\Users\\x\\..\\boot.ini', 'boot.ini'],
      ['a\r\nContent-Type: text/html\r\n\r\n<b>', 'html__r_n_r_n_b_'],
      ["it's 100% 'utf-8''.txt", "it's 100_ 'utf-8''.txt"],
    ])('gives back the file name %j as %j', (name, expected) => {
      const content = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
      const seen = read({ attachments: [{ name, mediaType: 'application/x-thing', content }] });
      expect(seen.defects).toEqual([]);
      expect(seen.files).toHaveLength(1);
      if (!name.includes('\r')) expect(seen.files[0]?.[0]).toBe(expected);
      expect(seen.files[0]?.[0]).not.toMatch(/[\r\n/\\]/);
      expect(seen.files[0]?.[2]).toBe(Buffer.from(content).toString('base64'));
    });

    it.each([
      'trailing space \nFrom here\n.\n--boundary\n=3D\ttab\t\n',
      `${'long '.repeat(500)}\n${'ü'.repeat(400)}`,
      'mac\rends\r\nmixed\n',
      '👋'.repeat(100),
      '',
    ])('gives back the text %#', (text) => {
      expect(read({ text }).text.replaceAll('\r\n', '\n')).toBe(text.replace(/\r\n?/g, '\n'));
    });
  },
);

describe('what we build', () => {
  it('is 7 bit with CRLF and no line above 78 characters (RFC 5322, 2.1.1)', () => {
    const octets = mime.build(
      draft({
        subject: 'ü'.repeat(300),
        text: `${'ä'.repeat(2_000)}\nlong ${'x'.repeat(2_000)}`,
        cc: Array.from({ length: 40 }, (_, index) => `Person Número ${index} <person${index}@example.org>`),
        attachments: [{ name: `${'ß'.repeat(100)}.txt`, mediaType: 'text/plain', content: new Uint8Array(1_000) }],
      }),
    );
    expect(octets.every((octet) => octet < 128 && octet !== 0)).toBe(true);
    const text = textOf(octets);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
  });

  it.each(['\r\n', '\n', '\r', '\u0000', '\u2028', '\u0085'])('lets no header be injected through %j', (breaker) => {
    const evil = `x${breaker}Bcc: eve@example.org${breaker}${breaker}<b>`;
    const text = built({
      subject: evil,
      from: `A${evil} <a@example.org>`,
      to: [`B <b@example.org${breaker}Bcc: eve@example.org>`, evil],
      cc: [`"${evil}" <c@example.org>`],
      messageId: `<a${breaker}Bcc:x@y>`,
      inReplyTo: evil,
      attachments: [{ name: evil, mediaType: `text/plain${breaker}Bcc: eve`, content: new Uint8Array(3) }],
    });
    expect(text).not.toMatch(/^(?:Bcc|<b>)/im);
    expect(text.split('\r\n\r\n')[0]).toMatch(/^(?:[A-Za-z-]+:|[ \t]).*$/m);
    const { envelope } = mime.findEnvelope(new TextEncoder().encode(text));
    expect(envelope).toHaveProperty('body.attachments.length', 1);
  });

  it('names no type that a reader would take apart', () => {
    const content = new Uint8Array(3);
    for (const mediaType of ['message/rfc822', 'multipart/mixed; boundary=x', 'text', '', 'text/html; charset=x']) {
      expect(built({ attachments: [{ name: 'a', mediaType, content }] })).toContain(
        'Content-Type: application/octet-stream;',
      );
    }
  });

  it('never uses a boundary twice', () => {
    const boundary = (): string | undefined => /boundary="([^"]+)"/.exec(built())?.[1];
    expect(new Set(Array.from({ length: 50 }, boundary)).size).toBe(50);
  });

  it('is read back by our own reader [req 21]', async () => {
    const content = Uint8Array.from({ length: 10_001 }, (_, index) => (index * 7) % 256);
    const body = mime.readBody(
      mime.build(
        draft({
          subject: 'Größe',
          text: 'Zeile  \n\nzwei\n',
          attachments: [{ name: 'ä/ö.bin', mediaType: 'image/png', content }],
        }),
      ),
    );
    expect(body).toMatchObject({
      protectedHeaders: {
        subject: 'Größe',
        from: 'Alice Lovelace <alice@example.org>',
        to: 'Bob <bob@example.org>',
        messageId: '<one@example.org>',
      },
      text: 'Zeile  \n\nzwei\n',
      attachments: [{ name: 'ö.bin', mediaType: 'image/png', octets: 10_001 }],
    });
    expect(new Uint8Array((await body.attachments[0]?.content.arrayBuffer()) ?? new ArrayBuffer())).toEqual(content);
  });
});
