// XML in and out. Out: nodes keep their order, since versions and delete markers are listed interleaved.
// In: no DOCTYPE and no CDATA; entities are the predefined and the numeric ones only.
import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { S3Error } from '../errors.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

export type XmlNode = Readonly<Record<string, unknown>>;
type Content = string | number | boolean | readonly (XmlNode | undefined)[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Control characters become references, as S3 writes them: raw, a parser would change or refuse them. */
const escapeText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is meant to match them
  text.replace(/[&<>"\x00-\x1f\x7f]/g, (c) => entities[c] ?? `&#x${c.charCodeAt(0).toString(16)};`);

const builder = new XMLBuilder({ preserveOrder: true, ignoreAttributes: false, processEntities: false });

/** An element; undefined children are left out. */
export function element(
  name: string,
  content: Content,
  attributes?: Readonly<Record<string, string>>,
): XmlNode {
  const children = Array.isArray(content)
    ? content.filter((child) => child !== undefined)
    : [{ '#text': escapeText(String(content)) }];
  return attributes ? { [name]: children, ':@': attributes } : { [name]: children };
}

/** Elements with text, in the order of the fields; undefined fields are left out. */
export const fields = (values: Readonly<Record<string, string | number | boolean | undefined>>): XmlNode[] =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [element(name, value)]));

const render = (root: XmlNode): string => `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build([root])}`;

export const document = (name: string, content: Content): string =>
  render(element(name, content, { '@_xmlns': NAMESPACE }));

export const errorDocument = (content: readonly XmlNode[]): string => render(element('Error', content));

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  // The parser drops references to control characters, which S3 keys may hold: `a&#1;b` would become `ab`.
  processEntities: false,
  maxNestedTags: 16,
});

export const malformedXml = (): S3Error =>
  new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

function parse(xml: string): unknown {
  try {
    if (/<!(?!--)/.test(xml) || XMLValidator.validate(xml) !== true) throw malformedXml();
    return parser.parse(xml);
  } catch (cause) {
    throw cause instanceof S3Error ? cause : malformedXml();
  }
}

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeText(text: string): string {
  const resolve = (_: string, hex?: string, decimal?: string, name?: string): string => {
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    const character = code <= 0x10ffff ? String.fromCodePoint(code) : predefined[name ?? ''];
    if (!character?.isWellFormed()) throw malformedXml();
    return character;
  };
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));|&/gi, resolve);
}

/** A parsed element. Each reader checks that it has the shape that the schema demands. */
export interface XmlElement {
  /** The children of that name, in order. */
  all(name: string): readonly XmlElement[];
  /** The text of the only child of that name; undefined where there is none. */
  text(name: string): string | undefined;
  readonly content: string;
  /** The same element to be written; children of one name stand together. */
  node(name: string): XmlNode;
}

function wrap(node: unknown): XmlElement {
  const named = (name: string): unknown[] => {
    const children = typeof node === 'object' && node !== null ? Object.entries(node) : [];
    return children.filter(([child]) => child === name).flatMap(([, value]) => value);
  };
  return {
    all: (name) => named(name).map(wrap),
    text(name) {
      const [only, second] = named(name).map(wrap);
      if (second) throw malformedXml();
      return only?.content;
    },
    get content() {
      if (typeof node === 'string') return unescapeText(node);
      throw malformedXml();
    },
    node(name) {
      if (typeof node === 'string') return element(name, unescapeText(node));
      const children = Object.entries(node as object).filter(([child]) => child !== '#text');
      return element(
        name,
        children.flatMap(([child]) => named(child).map((each) => wrap(each).node(child))),
      );
    },
  };
}

/** The root element, which must have that name. */
export function parseXml(xml: string, root: string): XmlElement {
  const [element, second] = wrap(parse(xml)).all(root);
  if (!element || second) throw malformedXml();
  return element;
}
