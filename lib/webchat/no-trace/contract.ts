import type { LineView } from '../../core/webchat';
import type { MessageId } from '../../core/wire/ids';
import type { AccountKey } from '../../otr/account-key';
import type { OtrPorts } from '../../otr/ports';
import type { TalkView } from '../contract';
import type { NoTraceTalks } from '../seams';

export type OneTalkPorts = {
  readonly otr: OtrPorts;
  readonly makeKey: (ports: OtrPorts) => Promise<AccountKey>;
  /** Has the page send it. */
  readonly deliver: (text: string) => Promise<void>;
  readonly changed: () => void;
};

export type OneTalk = {
  view(): TalkView['noTrace'];
  standing(): 'none' | 'private' | 'held';
  start(): Promise<void>;
  stop(): Promise<void>;
  send(message: { readonly id: MessageId; readonly text: string }): Promise<void>;
  compare(secret: string, question?: string): Promise<void>;
  stopComparing(): Promise<void>;
  take(text: string, facts: Parameters<NoTraceTalks['take']>[2]): Promise<LineView>;
  active(): boolean;
};
