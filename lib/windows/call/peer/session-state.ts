import type { CallView } from '../../../core/calls';
import type { ErrorCode } from '../../../core/error-codes';
import { type Devices, NO_DEVICES } from './devices';
import type { LocalMedia } from './local-media';
import { NO_TALK, type TalkState } from './talk';

/** All that the window of a call shows. */
export type SessionState = {
  /** `undefined` until the background answered. */
  readonly view: CallView | undefined;
  /** What stops the call here, or keeps it from beginning. */
  readonly code: ErrorCode | undefined;
  /** I hung up, and the background has not said yet that it is over. */
  readonly left: boolean;
  readonly mine: LocalMedia;
  readonly talk: TalkState;
  readonly devices: Devices;
};

export const FIRST_STATE: SessionState = {
  view: undefined,
  code: undefined,
  left: false,
  mine: { tracks: {}, muted: false, problems: {}, devices: {} },
  talk: NO_TALK,
  devices: NO_DEVICES,
};

/** What the buttons of the window do. None of them throws or rejects. */
export type SessionActions = {
  accept(withPicture: boolean): void;
  /** Hangs up, declines or cancels. */
  end(): void;
  /** Ends it because the words differ: the background tells the other side why, and closes the channel after that. */
  differ(characters: string): void;
  setMuted(muted: boolean): void;
  setCamera(on: boolean): void;
  setScreen(on: boolean): void;
  choose(kind: 'microphone' | 'camera', device: string): void;
  /** After something was plugged in or allowed. */
  tryAgain(kind: 'microphone' | 'camera'): void;
};
