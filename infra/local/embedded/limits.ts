// Limits of DynamoDB's that dynalite does not know. docs/dynamodb-behaviour.md has those that nobody enforces here.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
import { invalid, type Refusal } from './refusals.ts';

const EXPRESSIONS = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
] as const;
const MAX_EXPRESSION_BYTES = 4 * 1024;
const MAX_OPERATORS = 300;
const MAX_OPERANDS_OF_IN = 100;
const MAX_LEVELS = 32;

/** Words first: `IN (` is no function. In SET, `=` is none of the operators that count. */
const OPERATORS = /\b(?:AND|OR|NOT|BETWEEN|IN)\b|[a-z_]+\s*\(|<>|<=|>=|[=<>+-]/gi;
const UPDATE_OPERATORS = /[a-z_]+\s*\(|[+-]/gi;
const OPERANDS_OF_IN = /\bIN\s*\(([^()]*)\)/gi;

/** The refusal of a request, of the form that its types say, that is beyond a limit. */
export function limitProblem(input: Input): Refusal | undefined {
  for (const field of EXPRESSIONS) {
    const problem = expressionProblem(field, input[field] ?? '');
    if (problem !== undefined) return invalid(`Invalid ${field}: ${problem}`);
  }
  const isTooDeep = mapsOf(input).some((map) =>
    Object.values(map).some((value) => isDeeper(value, MAX_LEVELS)),
  );
  return isTooDeep ? invalid('Nesting Levels have exceeded supported limits') : undefined;
}

function expressionProblem(field: string, expression: string): string | undefined {
  const bytes = Buffer.byteLength(expression);
  if (bytes > MAX_EXPRESSION_BYTES)
    return `Expression size has exceeded the maximum allowed size; expression size: ${bytes}`;
  const operators = expression.match(field === 'UpdateExpression' ? UPDATE_OPERATORS : OPERATORS) ?? [];
  if (operators.length > MAX_OPERATORS)
    return `The expression contains too many operators; operator count: ${operators.length}`;
  const operands = Array.from(expression.matchAll(OPERANDS_OF_IN), ([, list = '']) => list.split(',').length);
  const most = Math.max(0, ...operands);
  return most > MAX_OPERANDS_OF_IN
    ? `The IN operator is provided with too many operands; number of operands: ${most}`
    : undefined;
}

interface Input extends Readonly<Partial<Record<(typeof EXPRESSIONS)[number], string>>> {
  readonly Item?: Attributes;
  readonly ExpressionAttributeValues?: Attributes;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
}

type Attributes = Readonly<Record<string, AttributeValue>>;

interface AttributeValue {
  readonly M?: Attributes;
  readonly L?: readonly AttributeValue[];
}

/** What a request gives values in. */
function mapsOf({ Item, ExpressionAttributeValues, RequestItems = {} }: Input): readonly Attributes[] {
  const writes = Object.values(RequestItems).filter(Array.isArray).flat();
  const items = writes.map((write: { readonly PutRequest?: Input }) => write.PutRequest?.Item);
  return [Item, ExpressionAttributeValues, ...items].filter((map) => map !== undefined);
}

/** Whether there are more maps and lists within each other than `levels`. */
function isDeeper({ M, L }: AttributeValue, levels: number): boolean {
  const inner = M ? Object.values(M) : L;
  return inner !== undefined && (levels === 0 || inner.some((value) => isDeeper(value, levels - 1)));
}
