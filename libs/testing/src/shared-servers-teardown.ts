import { stopSharedServers } from './shared-servers.js';

/** What Jest calls once, after the last spec that needed servers. */
export default stopSharedServers;
