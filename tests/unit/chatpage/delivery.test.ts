// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDelivery, type DeliveryPorts } from '../../../lib/chatpage/delivery';
import { AppError } from '../../../lib/core/errors';
import { toInline } from '../../../lib/inline/to-inline';
import type { ChatBox, OpenConversation } from '../../../lib/sites/chats/site';

const octets = (length: number) => new Blob([new Uint8Array(length).map((_, at) => at % 251)]);
const LIMIT = 340;

let field: HTMLTextAreaElement;
let sent: string[];
let deliver: ReturnType<typeof createDelivery>;

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<main><form><textarea></textarea></form></main>';
  field = document.querySelector('textarea') as HTMLTextAreaElement;
  sent = [];
  deliver = createDelivery();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What a page does when its Send is pressed. */
const take = () => {
  sent.push(field.value);
  field.value = '';
};

function ports(box: Partial<ChatBox> = {}, rest: Partial<DeliveryPorts> = {}): DeliveryPorts {
  const conversation = { box: { field, cover: field, press: take, ...box } } as OpenConversation;
  return { conversation: () => conversation, limit: LIMIT, count: () => 0, now: () => Date.now(), ...rest };
}

async function answerOf(what: Parameters<typeof deliver>[0], to: DeliveryPorts) {
  const answer = deliver(what, to);
  await vi.advanceTimersByTimeAsync(60_000);
  return answer;
}

const NOT_SENT = { ok: false, code: 'webchat/not-sent' };

describe('the delivery of a sealed text', () => {
  it('sends every part, in its order, none longer than the page takes', async () => {
    const sealed = octets(900);
    expect(await answerOf({ octets: sealed }, ports({ limit: 200 }))).toEqual({ ok: true });
    expect(sent).toEqual(toInline(new Uint8Array(await sealed.arrayBuffer()), 200));
    expect(sent.length).toBeGreaterThan(3);
  });

  it('never makes parts longer than the site takes, whatever the page says of its field', async () => {
    await answerOf({ octets: octets(900) }, ports({ limit: 200_000 }));
    expect(Math.max(...sent.map(({ length }) => length))).toBeLessThanOrEqual(LIMIT);
  });

  it('waits between parts after the first few', async () => {
    const at: number[] = [];
    const press = () => {
      at.push(Date.now());
      take();
    };
    await answerOf({ octets: octets(2_500) }, ports({ press }));
    const waits = at.slice(1).map((one, index) => one - (at[index] ?? 0));
    expect(at.length).toBeGreaterThan(9);
    expect(Math.max(...waits.slice(0, 7))).toBeLessThan(350);
    expect(Math.min(...waits.slice(7))).toBeGreaterThanOrEqual(350);
  });

  it('tries the other way to send, where nothing came of the first', async () => {
    const press = vi.fn();
    expect(await answerOf({ text: '?OTR:AA.' }, ports({ press, pressOtherwise: take }))).toEqual({ ok: true });
    expect(press).toHaveBeenCalledOnce();
    expect(sent).toEqual(['?OTR:AA.']);
  });

  it('says that nothing was sent, stops there, and leaves nothing in the field', async () => {
    const press = vi.fn();
    expect(await answerOf({ octets: octets(900) }, ports({ press, pressOtherwise: () => undefined }))).toEqual(
      NOT_SENT,
    );
    expect(press).toHaveBeenCalledOnce();
    expect(field.value).toBe('');
  });

  it('[req 30] presses nothing where the page changed what was put into its field', async () => {
    field.addEventListener('input', () => {
      if (field.value !== '' && !field.value.endsWith('!')) field.value += '!';
    });
    const press = vi.fn(take);
    expect(await answerOf({ text: '?OTR:AA.' }, ports({ press }))).toEqual(NOT_SENT);
    expect(press).not.toHaveBeenCalled();
  });

  it('[req 32] stops between two parts once another conversation is open', async () => {
    const there = ports({ limit: 200 });
    const conversation = () => {
      if (sent.length >= 2) throw new AppError('webchat/moved');
      return there.conversation();
    };
    expect(await answerOf({ octets: octets(900) }, { ...there, conversation })).toEqual({
      ok: false,
      code: 'webchat/moved',
    });
    expect(sent).toHaveLength(2);
  });

  it('[req 32] looks at the place again after the text stands in the field, right before it is sent', async () => {
    const press = vi.fn(take);
    const there = ports({ press });
    const other = document.createElement('textarea');
    const conversation = () =>
      field.value === '' ? there.conversation() : ports({ field: other, press }).conversation();
    expect(await answerOf({ text: '?OTR:AA.' }, { ...there, conversation })).toEqual({
      ok: false,
      code: 'webchat/moved',
    });
    expect(press).not.toHaveBeenCalled();
    expect(field.value).toBe('');
  });

  it('puts the page’s own draft back: after all parts, and after a failure', async () => {
    field.value = 'half a sentence';
    expect(await answerOf({ octets: octets(500) }, ports())).toEqual({ ok: true });
    expect(field.value).toBe('half a sentence');
    expect(sent.join('')).not.toContain('half');
    await answerOf({ text: '?OTR:AA.' }, ports({ press: () => undefined }));
    expect(field.value).toBe('half a sentence');
  });

  it('counts what appears among the messages as sent, and takes it out of a field that keeps it', async () => {
    let shown = 0;
    const press = () => {
      shown = 1;
    };
    expect(await answerOf({ text: '?OTR:AA.' }, ports({ press }, { count: () => shown }))).toEqual({ ok: true });
    expect(field.value).toBe('');
  });

  it('gives the field a voice only while it writes', async () => {
    const form = field.closest('form') as HTMLElement;
    form.inert = true;
    const heard: boolean[] = [];
    const press = () => {
      heard.push(form.inert);
      take();
    };
    await answerOf({ text: '?OTR:AA.' }, ports({ press }));
    expect([heard, form.inert]).toEqual([[false], true]);
  });

  it('sends one text after the other, also where both are asked for at once', async () => {
    const all = ['?OTR:AA.', '?OTR:BB.'].map((text) => deliver({ text }, ports()));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await Promise.all(all)).toEqual([{ ok: true }, { ok: true }]);
    expect(sent).toEqual(['?OTR:AA.', '?OTR:BB.']);
  });
});
