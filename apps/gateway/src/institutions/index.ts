export { InstitutionDirectory } from './institution-directory.js';
export type { InstitutionVersion } from './institution-directory.js';
export { InstitutionFeed } from './institution-feed.service.js';
