import express, { Router, type Response } from 'express';

import { swaggerUiFolder } from './swagger-ui.js';

/** Everything comes from this origin; Swagger UI sets styles on elements, scripts stay in files. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Reciproca: HTTP interface</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" sizes="32x32">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/initializer.js"></script>
  </body>
</html>
`;

/** `validatorUrl: null`: the page must not send the description to a validator elsewhere. */
const INITIALIZER = `window.ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});
`;

const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** Serves `/docs` with Swagger UI from this machine, and leads `/` there. */
export function docsRouter(openApi: unknown): Router {
  const router = Router();
  const description = JSON.stringify(openApi);
  const files = express.static(swaggerUiFolder(), { index: false, redirect: false });
  router.get('/', (_request, response) => {
    response.redirect(302, '/docs');
  });
  router.get('/openapi.json', (_request, response) => {
    response.type('application/json').send(description);
  });
  router.get(['/docs', '/docs/'], (_request, response) => {
    send(response, 'text/html', PAGE);
  });
  router.get('/docs/initializer.js', (_request, response) => {
    send(response, 'text/javascript', INITIALIZER);
  });
  router.get(
    ASSETS.map((file) => `/docs/${file}`),
    (request, response, next) => {
      request.url = request.url.replace(/^\/docs/, '');
      response.set('cache-control', 'public, max-age=3600');
      files(request, response, next);
    },
  );
  return router;
}

function send(response: Response, type: string, content: string): void {
  response.set('content-security-policy', DOCS_POLICY).type(type).send(content);
}
