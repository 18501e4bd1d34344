// CloudFront runs this for every request outside the API: it answers the path of a view with the page, which also says
// that there is nothing at an address. Custom error
// responses could do that as well, but they would replace the API's own 403 and 404. At sign-out it has the browser
// forget what it kept: https://www.w3.org/TR/clear-site-data/
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
import { PAGE } from '../../../portal/build.ts';
import {
  CLEAR_CACHE_PATH,
  NO_PACKAGE,
  NO_PAGE_PATHS,
  PACKAGE_FILES,
  PACKAGES_PATHS,
  PAGE_PATHS,
} from '../../../portal/delivery.ts';

const CLEARED = {
  statusCode: 204,
  statusDescription: 'No Content',
  headers: { 'clear-site-data': { value: '"cache"' }, 'cache-control': { value: 'no-store' } },
};

const NO_SUCH_PACKAGE = {
  statusCode: 404,
  statusDescription: 'Not Found',
  headers: {
    'content-type': { value: 'text/plain; charset=utf-8' },
    'cache-control': { value: 'no-store' },
  },
  body: NO_PACKAGE,
};

export function pageFunctionCode(): string {
  return `function handler(event) {
  const request = event.request;
  if (request.uri === '${CLEAR_CACHE_PATH}') return ${JSON.stringify(CLEARED)};
  if (${PACKAGES_PATHS}.test(request.uri)) return ${PACKAGE_FILES}.test(request.uri) ? request : ${JSON.stringify(NO_SUCH_PACKAGE)};
  const accept = request.headers.accept ? request.headers.accept.value : '';
  const isLost = accept.includes('text/html') && ${NO_PAGE_PATHS}.test(request.uri);
  if (${PAGE_PATHS}.test(request.uri) || isLost) request.uri = '${PAGE}';
  return request;
}
`;
}
