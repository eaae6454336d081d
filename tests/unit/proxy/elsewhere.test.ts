import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchElsewhere } from '../../../lib/proxy/elsewhere';
import type { Line } from '../../../lib/proxy/line';
import { capturePristine, type World } from '../../../lib/proxy/pristine';
import { createReplace } from '../../../lib/proxy/replace';
import { makeWorld } from './world';

/** A page's world whose service worker, if it has one, is at this address; it counts how often it was asked for. */
function makeControlled(scriptURL: string | undefined) {
  const asked = { count: 0 };
  class ServiceWorker {
    get scriptURL() {
      return scriptURL;
    }
  }
  class ServiceWorkerContainer {
    register(): void {}
    get controller() {
      return scriptURL === undefined ? null : new ServiceWorker();
    }
  }
  class Navigator {
    get serviceWorker() {
      asked.count += 1;
      return new ServiceWorkerContainer();
    }
  }
  const more = { ServiceWorker, ServiceWorkerContainer, Navigator, navigator: new Navigator() };
  return { asked, world: Object.assign(makeWorld(), more) as unknown as World, Navigator };
}

function watch(world: World): string[] {
  const told: string[] = [];
  const pristine = capturePristine(world);
  const line = { elsewhere: (what: string, url: string) => told.push(`${what} ${url}`) } as unknown as Line;
  watchElsewhere(world, pristine, createReplace(pristine, world), line);
  return told;
}

describe('ways out that the proxy cannot look into', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('leaves the service worker alone while the page loads, and tells of it soon after', () => {
    const { asked, world } = makeControlled('https://chat.test/worker.js');
    const told = watch(world);
    expect(asked.count).toBe(0);
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual(['service-worker https://chat.test/worker.js']);
  });

  it('says nothing where no service worker stands before the page', () => {
    const { world } = makeControlled(undefined);
    const told = watch(world);
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([]);
  });

  it('tells of it also where the page has put something else over navigator.serviceWorker meanwhile', () => {
    const { world, Navigator } = makeControlled('https://chat.test/worker.js');
    const told = watch(world);
    Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => ({ controller: null }) });
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual(['service-worker https://chat.test/worker.js']);
  });

  it('says that something was put in its place where it cannot be asked', () => {
    const { world } = makeControlled('https://chat.test/worker.js');
    Object.assign(world, { navigator: {} });
    Object.defineProperty(world.Navigator.prototype, 'serviceWorker', {
      get() {
        throw new TypeError('sandboxed');
      },
    });
    const told = watch(world);
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual(['replaced ']);
  });
});
