/** Sets a style of the page's element over everything that the page says; answers the way back. */
export function forceStyle(element: HTMLElement, name: string, value: string): () => void {
  const before = element.style.getPropertyValue(name);
  const priority = element.style.getPropertyPriority(name);
  element.style.setProperty(name, value, 'important');
  return () => {
    element.style.setProperty(name, before, priority);
    if (element.getAttribute('style') === '') element.removeAttribute('style');
  };
}
