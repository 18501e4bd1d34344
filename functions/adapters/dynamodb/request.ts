// One request to DynamoDB, and what it means when its condition fails.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { reporting } from '../aws-failure.ts';
import type { Item } from './items.ts';

const SERVICE = 'DynamoDB';

/** Throws `THROTTLED` and `UNAVAILABLE`. */
export function ask<T>(request: () => Promise<T>): Promise<T> {
  return reporting(SERVICE, request);
}

/** `null` if the write happened; else its condition failed. */
export async function unlessConditionFails(
  request: () => Promise<unknown>,
): Promise<ConditionalCheckFailedException | null> {
  try {
    await ask(request);
    return null;
  } catch (failure) {
    if (failure instanceof ConditionalCheckFailedException) return failure;
    throw failure;
  }
}

/**
 * The item that was there when the condition failed, where the request asked for it; some servers leave it out. The
 * document client leaves the item of an exception as it came: https://github.com/aws/aws-sdk-js-v3/issues/6723
 */
export function itemOf({ Item }: ConditionalCheckFailedException): Item | null {
  return Item ? unmarshall(Item) : null;
}
