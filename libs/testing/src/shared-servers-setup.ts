import { startSharedServers } from './shared-servers.js';

/** What Jest calls once, before the first spec that needs servers. */
export default startSharedServers;
