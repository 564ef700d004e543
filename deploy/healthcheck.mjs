// Exit code 0 when the app in this container takes work; for the health check of its container.
const port = process.env.PORT ?? '3000';

const isReady = await fetch(`http://127.0.0.1:${port}/health/ready`, {
  signal: AbortSignal.timeout(4_000),
}).then(
  (response) => response.ok,
  () => false,
);
process.exit(isReady ? 0 : 1);
