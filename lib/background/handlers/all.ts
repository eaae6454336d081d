import type { Handlers } from '../../bus/server';
import type { Deps } from '../deps';
import { callsHandlers } from './calls';
import { chatHandlers } from './chat';
import { composerHandlers } from './composer';
import { frameHandlers } from './frames';
import { pageCallHandlers } from './page-calls';
import { pageHandlers } from './pages';
import { webchatHandlers } from './webchat';
import { windowHandlers } from './windows';

/** The whole table: a command without a handler does not compile. */
export const allHandlers = (deps: Deps): Handlers => ({
  ...pageHandlers(deps),
  ...frameHandlers(deps),
  ...composerHandlers(deps),
  ...windowHandlers(deps),
  ...chatHandlers(deps),
  ...webchatHandlers(deps),
  ...callsHandlers(deps),
  ...pageCallHandlers(deps),
});
