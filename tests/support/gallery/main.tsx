import { render } from 'preact';
import type { Scene } from './scene';

/**
 * Draws one scene, named by `?scene=FILE/ID`; without a name it lists all of them for the script.
 * A scene file brings its own styles, so only the asked one is loaded.
 */
const FILES = import.meta.glob<{ readonly SCENES: readonly Scene[] }>('./scenes/*.tsx');

const nameOf = (path: string): string => path.replace('./scenes/', '').replace('.tsx', '');

async function list(): Promise<unknown> {
  const rows = [];
  for (const [path, load] of Object.entries(FILES)) {
    const { SCENES } = await load();
    rows.push(
      ...SCENES.map(({ id, width, height, narrow }) => ({
        file: nameOf(path),
        id,
        width,
        height,
        narrow: narrow === true,
      })),
    );
  }
  return rows;
}

const settle = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0))));

async function draw(file: string, id: string): Promise<void> {
  const { SCENES } = (await FILES[`./scenes/${file}.tsx`]?.()) ?? { SCENES: [] };
  const scene = SCENES.find((one) => one.id === id);
  if (scene === undefined) throw new Error(`no scene ${file}/${id}`);
  history.replaceState(null, '', `${location.pathname}${location.search}#${scene.hash ?? ''}`);
  render(scene.draw(), document.body);
  await settle();
  await settle();
  for (const words of scene.press ?? []) {
    await press(words);
    await settle();
  }
}

/** What is to be pressed may come a few frames later: it waits for the fake background. */
async function press(words: string): Promise<void> {
  for (let frame = 0; frame < 120; frame++) {
    const elements = [...document.querySelectorAll<HTMLElement>('button, summary, [role=tab]')];
    const wanted = elements.find((element) => element.textContent.includes(words));
    if (wanted !== undefined) return wanted.click();
    await settle();
  }
  throw new Error(`nothing to press: ${words}`);
}

const search = new URLSearchParams(location.search);
const [file, id] = (search.get('scene') ?? '').split('/');
document.documentElement.dir = search.get('dir') ?? 'ltr';
const work: Promise<unknown> = file === undefined || id === undefined ? list() : draw(file, id);
work.then(
  (result) => Object.assign(globalThis, { gallery: { done: true, result } }),
  (error: unknown) => Object.assign(globalThis, { gallery: { done: true, failed: String(error) } }),
);
