// What the stack's outputs say of a deployment on an emulator.
import { expect, test } from 'vitest';
import { apisOf, deploymentOf } from '../../../../infra/local/deployment/stack.ts';

const emulator = { endpoint: 'http://127.0.0.1:4566', stackName: 'PipelineVersioning' };

const OUTPUTS = {
  ApiUrl: 'https://aaa.execute-api.us-east-1.amazonaws.com/live/',
  BucketName: 'files',
  TableName: 'versions',
  DraftChangesQueueUrl: 'http://queue',
  DeadLetterQueueUrl: 'http://dead-letters',
};
const SIGNED = { SignedApiUrl: 'https://bbb.execute-api.us-east-1.amazonaws.com/live/' };

function stackWith(outputs: Readonly<Record<string, string>>) {
  return {
    ...{
      StackName: 'PipelineVersioning',
      CreationTime: new Date(0),
      StackStatus: 'CREATE_COMPLETE' as const,
    },
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  };
}

test('one API has one address', () => {
  const stack = stackWith(OUTPUTS);

  expect(deploymentOf(emulator, stack).apiUrl).toBe('http://127.0.0.1:4566/_aws/execute-api/aaa/live');
  expect(deploymentOf(emulator, stack)).not.toHaveProperty('signedApiUrl');
  expect(apisOf(stack)).toEqual([{ restApiId: 'aaa', stageName: 'live' }]);
});

test('beside an API for tokens, signed requests have an address of their own', () => {
  const stack = stackWith({ ...OUTPUTS, ...SIGNED });

  expect(deploymentOf(emulator, stack)).toMatchObject({
    apiUrl: 'http://127.0.0.1:4566/_aws/execute-api/aaa/live',
    signedApiUrl: 'http://127.0.0.1:4566/_aws/execute-api/bbb/live',
  });
  expect(apisOf(stack).map(({ restApiId }) => restApiId)).toEqual(['aaa', 'bbb']);
});

test.each(['ApiUrl', 'TableName'] as const)('a stack without the output %s is said to have none', (name) => {
  const { [name]: _, ...others } = OUTPUTS;

  expect(() => deploymentOf(emulator, stackWith(others))).toThrow(`the stack has no output ${name}`);
});
