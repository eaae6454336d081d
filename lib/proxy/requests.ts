import type { Bosh } from './bosh';
import type { Line, Verdict } from './line';
import type { Pristine, World } from './pristine';
import type { Replace } from './replace';
import { createAnswers } from './request-answers';
import { type BoshRequest, createRequests } from './request-state';

const OPENED = 1;

/**
 * BOSH by XMLHttpRequest: its body is handed over as it is sent, and its answer before the page hears that it is
 * there. Requests that are not BOSH pass, and synchronous ones, which cannot wait.
 */
export function watchRequests(world: World, pristine: Pristine, replace: Replace, bosh: Bosh, line: Line): void {
  const { apply, method, getter, dispatch } = pristine;
  const native = world.XMLHttpRequest.prototype;
  const readyStateOf = getter<number>(native, 'readyState');
  const sendNow = method<void>(native, 'send');
  const requests = createRequests(pristine);
  const progress = (request: XMLHttpRequest, type: string) => dispatch(request, pristine.progressEvent(type));

  /** As the browser ends a request that was under way: without an answer (the standard's "request error steps"). */
  const fail = (request: XMLHttpRequest, state: BoshRequest, type: 'abort' | 'error') => {
    state.phase = 'failed';
    state.shownState = 4;
    dispatch(request, pristine.event('readystatechange'));
    progress(request, type);
    progress(request, 'loadend');
    if (type === 'abort') state.shownState = 0;
  };

  replace.method(native, 'open', (target, request: XMLHttpRequest, values) => {
    const answer: unknown = apply(target, request, values);
    const isSync = values.length > 2 && !values[2];
    requests.opened(request, values[1], isSync);
    return answer;
  });
  replace.method(native, 'send', (target, request: XMLHttpRequest, values) => {
    const body = values[0];
    const opened = bosh.isBody(body) ? requests.openedOf(request) : undefined;
    if (opened === undefined || !bosh.isBody(body) || readyStateOf(request) !== OPENED)
      return apply(target, request, values);
    if (requests.of(request) !== undefined)
      throw pristine.domException('The request is under way.', 'InvalidStateError');
    if (opened.isSync) {
      line.elsewhere('unreadable', `${opened.url}`);
      return apply(target, request, values);
    }
    const state = requests.begin(request, bosh.streamFor(`${opened.url}`));
    const go = ({ end, text }: Verdict) => {
      if (state.phase !== 'asking' || requests.of(request) !== state) return;
      if (end) {
        fail(request, state, 'error');
        return;
      }
      state.phase = 'sent';
      sendNow(request, text ?? body);
    };
    const early = state.stream.out.frame(body, go);
    if (early !== undefined) go(early);
    return undefined;
  });
  replace.method(native, 'abort', (target, request: XMLHttpRequest, values) => {
    const state = requests.of(request);
    const isHeld = state?.phase === 'asking' || state?.phase === 'held';
    const answer: unknown = apply(target, request, values);
    if (isHeld && state !== undefined) fail(request, state, 'abort');
    return answer;
  });
  createAnswers(world, pristine, replace, bosh, line, requests, fail);
}
