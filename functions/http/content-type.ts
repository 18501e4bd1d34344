// The media type of a file, by the ending of its name: stored with the file, and sent with it.
import { Mime } from 'mime/lite';
import standardTypes from 'mime/types/standard.js';

const UNKNOWN = 'application/octet-stream';
const types = new Mime(standardTypes, { 'text/x-python': ['py'] });
const TEXT = /^(text\/.*|application\/(sql|json|yaml|toml))$/;

export function contentTypeOf(path: string): string {
  const type = types.getType(path) ?? UNKNOWN;
  return TEXT.test(type) ? `${type}; charset=utf-8` : type;
}
