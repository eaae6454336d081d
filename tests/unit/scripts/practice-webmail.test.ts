import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPracticeWebmail } from '../../../scripts/practice-webmail/practice-webmail';

type Practice = Awaited<ReturnType<typeof startPracticeWebmail>>;
const ARMOR = '-----BEGIN PGP MESSAGE-----\n\nwV4D+/=\n-----END PGP MESSAGE-----\n';

describe('the practice webmail', () => {
  let webmail: Practice;
  beforeAll(async () => {
    webmail = await startPracticeWebmail();
  });
  afterAll(() => webmail.close());

  async function logIn(user: string): Promise<(path: string, form?: FormData) => Promise<Response>> {
    const form = new URLSearchParams({ _user: `${user}@lab.test`, _pass: `${user}-pw` });
    const answer = await fetch(`${webmail.url}/?_task=login`, { method: 'POST', body: form, redirect: 'manual' });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return (path, body) =>
      fetch(`${webmail.url}${path}`, { headers: { cookie }, ...(body === undefined ? {} : { method: 'POST', body }) });
  }
  const tokenIn = (page: string) => /name="_token" value="([0-9a-f]+)"/.exec(page)?.[1] ?? '';
  const compose = (token: string, fields: Record<string, string>) => {
    const form = new FormData();
    const all = { _token: token, _action: 'send', _to: '', _cc: '', _bcc: '', _subject: '', _message: '', ...fields };
    for (const [name, value] of Object.entries(all)) form.set(name, value);
    return form;
  };

  it('makes a real multipart/encrypted of the armor in _pgpmime and gives the source back byte by byte', async () => {
    const alice = await logIn('alice');
    const token = tokenIn(await (await alice('/?_task=mail&_action=compose')).text());
    const sent = await alice(
      '/?_task=mail&_action=send',
      compose(token, { _to: 'bob@lab.test', _subject: '...', _pgpmime: ARMOR, _message: '' }),
    );
    expect(await sent.text()).toMatch(/^parent\.rcmail\.sent_successfully\(/m);
    const bob = await logIn('bob');
    const list = await (await bob('/?_task=mail&_mbox=INBOX')).text();
    const uid = /_uid=(\d+)/.exec(list)?.[1];
    const bobsToken = tokenIn(await (await bob('/?_task=mail&_action=compose')).text());
    const source = await bob(`/?_task=mail&_action=viewsource&_save=1&_mbox=INBOX&_uid=${uid}&_token=${bobsToken}`);
    expect(source.headers.get('content-type')).toMatch(/^text\/plain/);
    const raw = await source.text();
    expect(raw).toMatch(/^Content-Type: multipart\/encrypted; protocol="application\/pgp-encrypted"/m);
    expect(raw).toContain(ARMOR.replaceAll('\n', '\r\n'));
    const refused = await bob(`/?_task=mail&_action=viewsource&_save=1&_mbox=INBOX&_uid=${uid}&_token=wrong`);
    expect(refused.headers.get('content-type')).toMatch(/^text\/html/);
  });

  it('shows nothing without a login, and refuses a form without its token', async () => {
    expect(await (await fetch(`${webmail.url}/?_task=mail&_mbox=INBOX`)).text()).toContain('rcmloginuser');
    const [alice, carol] = [await logIn('alice'), await logIn('carol')];
    const mailsOfCarol = async () => (await (await carol('/?_task=mail&_mbox=INBOX')).text()).match(/_uid=\d+/g);
    const before = await mailsOfCarol();
    const answer = await alice('/?_task=mail&_action=send', compose('wrong', { _to: 'carol@lab.test', _message: 'x' }));
    expect(await answer.text()).not.toContain('sent_successfully');
    expect(await mailsOfCarol()).toEqual(before);
  });

  it('keeps drafts and plain mails in clear, so that a leak would be found', async () => {
    const alice = await logIn('alice');
    const token = tokenIn(await (await alice('/?_task=mail&_action=compose')).text());
    await alice('/?_task=mail&_action=send', compose(token, { _draft: '1', _message: 'half a secret' }));
    expect(webmail.leaks(['half a secret'])).toEqual([expect.stringContaining('alice@lab.test/Drafts/')]);
  });

  it('draws hostile subjects and bodies as text, and lets no field add a header', async () => {
    const alice = await logIn('alice');
    const token = tokenIn(await (await alice('/?_task=mail&_action=compose')).text());
    const hostile = '</script><script>alert(1)</script>\r\nBcc: x@lab.test';
    await alice(
      '/?_task=mail&_action=send',
      compose(token, { _to: 'carol@lab.test', _subject: hostile, _message: hostile }),
    );
    const carol = await logIn('carol');
    const list = await (await carol('/?_task=mail&_mbox=INBOX')).text();
    expect(list).not.toContain('<script>alert');
    expect(list).toContain('&lt;script&gt;alert(1)');
    const uid = /_uid=(\d+)/.exec(list)?.[1];
    expect(await (await carol(`/?_task=mail&_mbox=INBOX&_uid=${uid}&_action=show`)).text()).not.toContain(
      '<script>alert',
    );
  });
});
