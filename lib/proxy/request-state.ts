import type { BoshStream } from './bosh';
import type { Pristine } from './pristine';

/** A request of BOSH, from `send` to the next `open`. */
export type BoshRequest = {
  readonly stream: BoshStream;
  /**
   * `asking`: not yet sent, the isolated half looks at its body. `sent`: under way. `held`: the answer is there and
   * waits. `done`: the page has it. `failed`: aborted by the page while it waited, or ended by us.
   */
  phase: 'asking' | 'sent' | 'held' | 'done' | 'failed';
  /** The text that stands in the place of the answer's own. */
  text: string | undefined;
  /** Made of that text when it is first asked for. */
  document: Document | null | undefined;
  /** What `readyState` says instead of the truth. */
  shownState: number | undefined;
  /** Events that wait with the answer, in their order. */
  held: HeldEvent | undefined;
};

export type HeldEvent = { readonly again: Event; next: HeldEvent | undefined };

/** `url` as the page gave it: a text, a URL. */
type Opened = { readonly url: unknown; readonly isSync: boolean };

export type Requests = {
  opened(request: XMLHttpRequest, url: unknown, isSync: boolean): void;
  openedOf(request: XMLHttpRequest): Opened | undefined;
  begin(request: XMLHttpRequest, stream: BoshStream): BoshRequest;
  /** `undefined` for all that are not of BOSH. */
  of(request: XMLHttpRequest): BoshRequest | undefined;
};

export function createRequests({ bare, weakMap }: Pristine): Requests {
  const known = weakMap<XMLHttpRequest, Opened & { bosh: BoshRequest | undefined }>();
  return {
    opened: (request, url, isSync) => known.set(request, bare({ url, isSync, bosh: undefined })),
    openedOf: (request) => known.get(request),
    begin(request, stream) {
      const state: BoshRequest = bare({
        stream,
        phase: 'asking',
        text: undefined,
        document: undefined,
        shownState: undefined,
        held: undefined,
      });
      const opened = known.get(request);
      if (opened !== undefined) opened.bosh = state;
      return state;
    },
    of: (request) => known.get(request)?.bosh,
  };
}
