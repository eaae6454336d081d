/** Frames that are there at once, unless more of them are in sight. */
const FRAMES = 40;
/** CSS pixels around what is in sight in which frames are loaded ahead. */
const AHEAD = '300px';

export type Loadable = {
  /** What needs the layout of the page, before anything is changed in it. */
  measure(): void;
  load(): void;
  release(): void;
  isLoaded(): boolean;
};

/** Loads what comes near to what is seen, and gives back what is far, so that a long list costs few frames. */
export function createNear(page: Document) {
  const watched = new Map<Element, Loadable>();
  /** The ones that were far for longest come first. */
  const far = new Set<Element>();
  const options = { rootMargin: AHEAD, scrollMargin: AHEAD } as IntersectionObserverInit;

  const makeRoom = () => {
    const loaded = [...watched.values()].filter((one) => one.isLoaded()).length;
    let surplus = loaded - FRAMES;
    for (const element of far) {
      if (surplus <= 0) return;
      const one = watched.get(element);
      if (one?.isLoaded() !== true) continue;
      one.release();
      surplus -= 1;
    }
  };
  const Observer = page.defaultView?.IntersectionObserver;
  const observer =
    Observer &&
    new Observer((entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) watched.get(target)?.measure();
      for (const { target, isIntersecting } of entries) {
        far.delete(target);
        if (isIntersecting) watched.get(target)?.load();
        else far.add(target);
      }
      makeRoom();
    }, options);

  return {
    watch(element: Element, one: Loadable): void {
      watched.set(element, one);
      observer?.observe(element);
    },
    /** Without waiting until it comes near. */
    loadNow(element: Element): void {
      watched.get(element)?.measure();
      watched.get(element)?.load();
    },
    leave(element: Element): void {
      watched.get(element)?.release();
      watched.delete(element);
      far.delete(element);
      observer?.unobserve(element);
    },
    stop(): void {
      observer?.disconnect();
      for (const one of watched.values()) one.release();
      watched.clear();
    },
  };
}
