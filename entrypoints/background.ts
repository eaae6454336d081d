import { defineBackground } from '#imports';

export default defineBackground({ type: 'module', persistent: false, main() {} });
