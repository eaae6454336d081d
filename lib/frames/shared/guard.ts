import { createContext } from 'preact';
import { type Sight, watchSight } from './visibility';

/**
 * What an event must be before it acts: made by the person's own hand, on something really in sight. [req 29]
 * A context, so that a view can be tested without a browser behind it.
 */
export type Guard = {
  readonly trusts: (event: Event) => boolean;
  readonly watch: (element: Element) => Sight;
};

export const browserGuard: Guard = { trusts: (event) => event.isTrusted, watch: (element) => watchSight(element) };

export const GuardContext = createContext<Guard>(browserGuard);

/** An action that signs must have been in sight this long before the press: longer than a double click. */
export const SIGHT_MS = 350;
/** A press just after the frame appeared waits this long for the browser's first look. */
export const FIRST_LOOK_MS = 400;
