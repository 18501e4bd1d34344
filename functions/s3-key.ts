// How S3 writes an object's key in lists (`encoding-type=url`) and in events.

/**
 * AWS writes a space as `+`, others as `%20`; a real plus sign is `%2B` everywhere. Throws URIError if the key is not
 * percent-encoded UTF-8. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}
