export { aClaim, aFixedAmountClaim } from './claim.builder.js';
export type { ClaimData, ClaimEvent, ClaimWish, FixedAmountWish } from './claim.builder.js';
export { eventually } from './eventually.js';
export type { Patience } from './eventually.js';
export { freshDatabase } from './fresh-database.js';
export type { FreshDatabase } from './fresh-database.js';
export { freshTopicPrefix, freshWorld } from './fresh-world.js';
export type { FoundEvent, FreshWorld, WorldWish } from './fresh-world.js';
export { HttpTester } from './http-client.js';
export type { Answer, Question } from './http-client.js';
export { binaryMessage, KafkaTester, structuredMessage } from './kafka-tester.js';
export type { Following, FoundMessage, RawMessage, SentEvent, TopicWish } from './kafka-tester.js';
export {
  aContestation,
  aCreditNote,
  aDownPayment,
  aDownPaymentAnswer,
  anAnnouncement,
  anAnswer,
  aWaiver,
  type LaterEvent,
  type LaterWish,
} from './later-message.builder.js';
export { manyClaims } from './many-claims.builder.js';
export type { ClaimDirection, ManyClaimsWish } from './many-claims.builder.js';
export { PrivateServers } from './private-servers.js';
export { AnswerValidator, EventValidator } from './schema-validation.js';
export type { JsonDocument, SeenAnswer } from './schema-validation.js';
export { SeededRandom } from './seeded-random.js';
export { sharedServers, temporaryFolder } from './shared-servers.js';
export type { SharedServers } from './shared-servers.js';
export { killSpawnedApps, repositoryRoot, spawnApp } from './spawned-app.js';
export type { Ending, SpawnWish } from './spawned-app.js';
export { SpawnedApp } from './spawned-app.js';
