import type { ComponentChild } from 'preact';

/** One state of one window or frame, as it is drawn for the contact sheet. */
export type Scene = {
  /** Unique over all files: `popup-ready`. */
  readonly id: string;
  /** CSS pixels; the picture is as high as the content, at least `height`. */
  readonly width: number;
  readonly height: number;
  /** Windows that shrink are pictured at 360 px as well. */
  readonly narrow?: boolean;
  readonly draw: () => ComponentChild;
  /** Words of buttons, tabs or summaries that are pressed one after the other before the picture. */
  readonly press?: readonly string[];
  readonly hash?: string;
};
