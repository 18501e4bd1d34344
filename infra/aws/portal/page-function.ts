// CloudFront runs this for every request outside the API: it answers the path of a view with the page. Custom error
// responses could do that as well, but they would replace the API's own 403 and 404.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
import { PAGE } from '../../../portal/build.ts';
import { PAGE_PATHS } from '../../../portal/delivery.ts';

export function pageFunctionCode(): string {
  return `function handler(event) {
  const request = event.request;
  if (${PAGE_PATHS}.test(request.uri)) request.uri = '${PAGE}';
  return request;
}
`;
}
