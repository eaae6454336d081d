import { createHmac } from 'node:crypto';
import { fromArmor } from '../../../lib/otr/armor';
import { authenticatedPart, decodeMessage, type MessageOf } from '../../../lib/otr/messages';
import { findProgram } from '../../../scripts/lib/find-browsers.mjs';
import { tryRun } from '../interop/mail/programs';
import type { Person } from './people';
import { textsOf } from './people';

const TOOLS = ['otr_parse', 'otr_sesskeys', 'otr_readforge', 'otr_modify'] as const;

/** What stands in the way of libotr's forging tools, in words. */
export function toolkitMissing(): string | undefined {
  const absent = TOOLS.filter((name) => findProgram(name) === undefined);
  return absent.length === 0 ? undefined : `no ${absent.join(', no ')}`;
}

/** Runs one of libotr's tools; it reads `input` and answers what it wrote. */
export async function forgeWith(
  tool: (typeof TOOLS)[number],
  parameters: readonly string[],
  input = '',
): Promise<string> {
  const { code, stdout, stderr } = await tryRun(tool, parameters, input);
  if (code !== 0) throw new Error(`${tool} ended with ${code}: ${stderr}`);
  return stdout.toString();
}

export type DataMessage = { readonly text: string; readonly octets: Uint8Array; readonly message: MessageOf<'data'> };

/** Every data message that a person sent, as anyone on the way could write it down. */
export function dataMessagesOf(person: Person): readonly DataMessage[] {
  return textsOf(person.events).flatMap((text) => {
    if (!text.startsWith('?OTR:')) return [];
    const octets = fromArmor(text);
    const message = decodeMessage(octets);
    return message.kind === 'data' ? [{ text, octets, message }] : [];
  });
}

export function readData(text: string): DataMessage {
  const octets = fromArmor(text);
  const message = decodeMessage(octets);
  if (message.kind !== 'data') throw new Error(`a ${message.kind} message`);
  return { text, octets, message };
}

export const revealedBy = ({ message: { revealed } }: DataMessage): readonly Buffer[] =>
  Array.from({ length: revealed.length / 20 }, (_, index) => Buffer.from(revealed.slice(index * 20, index * 20 + 20)));

/** As an outsider checks it, with Node's own HMAC. */
export const verifies = ({ octets, message }: DataMessage, macKey: Uint8Array): boolean =>
  createHmac('sha1', macKey).update(authenticatedPart(octets, message)).digest().equals(Buffer.from(message.mac));
