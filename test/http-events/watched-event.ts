// An event that notes which of its fields are read, `requestContext` by its own fields.
import type { APIGatewayProxyEvent } from 'aws-lambda';

export function watched(event: APIGatewayProxyEvent, read: Set<string>): APIGatewayProxyEvent {
  const requestContext = noting(event.requestContext, (name) => read.add(`requestContext.${name}`));
  return noting({ ...event, requestContext }, (name) => name !== 'requestContext' && read.add(name));
}

function noting<T extends object>(target: T, note: (name: string) => unknown): T {
  return new Proxy(target, {
    get(object, name, receiver) {
      if (typeof name === 'string') note(name);
      return Reflect.get(object, name, receiver);
    },
  });
}
