import { existsSync } from 'node:fs';
import { findProgram } from '../../../scripts/lib/find-browsers.mjs';
import { findLabChat } from '../../../scripts/lib/lab-chats.mjs';
import type { ChatsLab } from './chats-lab';
import { PAGE, startGlowingBear } from './glowing-bear';
import { IRC_SERVER } from './irc-server';
import { startTheLounge } from './thelounge';

type LabOffer = {
  readonly name: string;
  /** What stands in its way on this machine, in words. */
  missing(): string | undefined;
  start(): Promise<ChatsLab>;
};

/** Web chats that no file of ours knows. */
export const CHATS_LABS: readonly LabOffer[] = [
  {
    name: 'The Lounge',
    missing: () => lacking({ 'The Lounge': findLabChat('thelounge') !== undefined }),
    start: startTheLounge,
  },
  {
    name: 'Glowing Bear',
    missing: () =>
      lacking({ 'Glowing Bear': existsSync(PAGE), WeeChat: findProgram('weechat-headless') !== undefined }),
    start: startGlowingBear,
  },
];

function lacking(parts: Readonly<Record<string, boolean>>): string | undefined {
  const absent = Object.entries({ ngIRCd: existsSync(IRC_SERVER), ...parts }).filter(([, here]) => !here);
  return absent.length === 0 ? undefined : `no ${absent.map(([name]) => name).join(' and no ')} here`;
}
