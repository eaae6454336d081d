const ELEMENTS = 50_000;
const CHANGES_PER_SECOND = 100;

/** How large and how restless it is, for the name of a test. */
export const BUSY = 'a page of 50,000 elements with 100 changes a second';
/** A new message is noticed in it before the person would. */
export const NOTICED_WITHIN_MS = 500;

/** What every busy page offers to a test. */
export type BusyWindow = { readonly changes: number };

/** A page that counts its changes and never rests. `script` runs in it once it stands. */
export const busyPage = (script: string): string => `<!doctype html><title>busy</title><body><main></main><script>
const main = document.querySelector('main');
for (let row = 0; row < ${ELEMENTS / 10}; row++) {
  const section = document.createElement('section');
  for (let cell = 0; cell < 9; cell++) {
    const span = document.createElement('span');
    span.textContent = 'row ' + row + ' cell ' + cell;
    section.append(span);
  }
  main.append(section);
}
window.changes = 0;
setInterval(() => {
  const section = main.children[changes % main.children.length];
  const span = document.createElement('span');
  span.textContent = 'change ' + changes;
  section.firstElementChild.remove();
  section.append(span);
  changes += 1;
}, ${1_000 / CHANGES_PER_SECOND});
${script}
</script>`;
