import { describe, expect, it } from 'vitest';
import type { Validity } from '../../../lib/core/chat';
import { AppError } from '../../../lib/core/errors';
import { createDesk } from '../../../lib/windows/app/chat/composer/desk';
import { findEmoji } from '../../../lib/windows/app/chat/composer/emoji-table';
import { roomLeft } from '../../../lib/windows/app/chat/composer/room';
import { createTypingTeller } from '../../../lib/windows/app/chat/composer/typing-teller';
import { markedParts, snippet } from '../../../lib/windows/app/chat/list/snippet';
import { dayLine, shortTime } from '../../../lib/windows/app/chat/times';
import { durationWords } from '../../../lib/windows/app/chat/words';
import { conversationId, messageId, messageOf } from '../../support/windows/chat';

const ID = conversationId(1);

describe('a message that is sent', () => {
  const desk = () => {
    let drawn = 0;
    const sent: Array<{ readonly id: string; readonly text: string }> = [];
    const fails = { next: false };
    const made = createDesk({
      send: async (_, message) => {
        sent.push(message);
        if (fails.next) throw new AppError('bus/internal');
        return messageOf(1, message.text, { id: message.id });
      },
      newId: () => messageId(++drawn),
    });
    return { made, sent, fails };
  };

  it('is the same message when the same words are tried again, and another one when they differ', async () => {
    const { made, sent, fails } = desk();
    fails.next = true;
    await expect(made.send(ID, 'hello')).rejects.toThrow();
    await expect(made.send(ID, 'hello')).rejects.toThrow();
    await expect(made.send(ID, 'hello there')).rejects.toThrow();
    fails.next = false;
    await made.send(ID, 'hello there');
    await made.send(ID, 'hello there');
    const ids = sent.map(({ id }) => id);
    expect(ids).toEqual([messageId(1), messageId(1), messageId(2), messageId(2), messageId(3)]);
  });

  it('is another message when it shall stay for another time', async () => {
    const { made, sent, fails } = desk();
    fails.next = true;
    await expect(made.send(ID, 'hello')).rejects.toThrow();
    const validity: Validity = { from: 'reading', ms: 60_000 };
    made.setValidity(ID, validity);
    fails.next = false;
    await made.send(ID, 'hello');
    expect(sent.map(({ id }) => id)).toEqual([messageId(1), messageId(2)]);
    expect(sent.at(-1)).toMatchObject({ validity });
  });
});

describe('typing', () => {
  it('is told seldom, and taken back after a pause, when all is deleted, and at the end', () => {
    const told: boolean[] = [];
    let time = 0;
    let alarm: { readonly at: number; readonly work: () => void } | undefined;
    const teller = createTypingTeller({
      tell: (on) => told.push(on),
      now: () => time,
      later: (work, after) => {
        alarm = { at: time + after, work };
        return () => {
          alarm = undefined;
        };
      },
    });
    const pass = (ms: number) => {
      time += ms;
      if (alarm !== undefined && alarm.at <= time) alarm.work();
    };
    for (let key = 0; key < 30; key++) {
      teller.typed('words');
      pass(100);
    }
    expect(told).toEqual([true]);
    pass(2_000);
    teller.typed('words and');
    expect(told).toEqual([true, true]);
    pass(7_000);
    expect(told).toEqual([true, true, false]);
    teller.typed('again');
    teller.typed('');
    teller.stop();
    expect(told).toEqual([true, true, false, true, false]);
  });
});

describe('small things of the chat', () => {
  it('counts the room in octets, and only near the end', () => {
    expect(roomLeft('x'.repeat(35_000))).toBeUndefined();
    expect(roomLeft('x'.repeat(36_001))).toBe(3_999);
    expect(roomLeft('ж'.repeat(20_001))).toBe(-2);
    expect(roomLeft('👍'.repeat(10_000))).toBe(0);
  });

  it('finds emoji by the beginnings of their names', () => {
    expect(findEmoji('thumbs u').map(([character]) => character)).toEqual(['👍']);
    expect(findEmoji('nonesuch')).toEqual([]);
  });

  it('shows the part of a text that was found, and marks it', () => {
    const text = `${'long '.repeat(40)}the Station at noon`;
    expect(snippet(text, 'station')).toMatch(/^….*the Station at noon$/);
    expect(markedParts('a (b) A', '(b) a').map(({ text: part, isMarked }) => [part, isMarked])).toEqual([
      ['a', true],
      [' ', false],
      ['(b)', true],
      [' ', false],
      ['A', true],
    ]);
  });

  it('says times as people do', () => {
    const now = new Date(2026, 10, 21, 9, 0).getTime();
    expect(dayLine(now - 3_600_000, now)).toBe('Today');
    expect(dayLine(new Date(2026, 10, 20, 23, 59).getTime(), now)).toBe('Yesterday');
    expect(shortTime(new Date(2026, 10, 20, 1, 0).getTime(), now)).toBe('Yesterday');
    expect(durationWords(60_000)).toBe('1 minute');
    expect(durationWords(7 * 86_400_000)).toBe('7 days');
    expect(durationWords(1)).toBe('1 second');
  });
});
