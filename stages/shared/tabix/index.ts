export { TabixIndex } from './tabix-index.js';
