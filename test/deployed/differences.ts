// Where an emulator is not as AWS is, so that a test of the API suites cannot pass on it: full names, and why.
export type EmulatorName = 'LocalStack' | 'MiniStack';

export const differences: Readonly<Record<EmulatorName, Readonly<Record<string, string>>>> = {
  LocalStack: {
    'there is no //health, and the answer says where the routes are listed': 'two slashes arrive as one',
    'any Content-Type, or none': 'a form’s body is taken apart and put together again before it arrives',
  },
  MiniStack: {
    'is not UTF-8':
      'bodies arrive as text whatever binaryMediaTypes says, so bytes that are no UTF-8 are lost',
    'holds half a surrogate pair in UTF-8': 'the same',
    'none of what was refused here has stored anything': 'it counts the two before',
    'a name is not decoded: %63lean_orders is refused': 'path parameters arrive decoded',
    'a name is not decoded: %2F is refused': 'path parameters arrive decoded',
    'a name with a slash': 'path parameters arrive decoded',
  },
};
