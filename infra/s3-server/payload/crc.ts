// The two CRCs that Node has no native code for. Both are table-driven over reflected polynomials;
// CRC-64 is kept as two 32-bit halves because BigInt arithmetic is some fifty times slower.

const CRC32C = 0x82f63b78;
/** CRC-64/NVME, reflected: 0x9a6c9329ac4bc9b5. */
const [NVME_HIGH, NVME_LOW] = [0x9a6c9329, 0xac4bc9b5];

const bytes = Array.from({ length: 256 }, (_, index) => index);

const table32c = Uint32Array.from(bytes, (byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ CRC32C : crc >>> 1;
  return crc;
});

const table64 = bytes.map((byte) => {
  let [high, low] = [0, byte];
  for (let bit = 0; bit < 8; bit++) {
    const odd = low & 1;
    low = ((low >>> 1) | (high << 31)) ^ (odd ? NVME_LOW : 0);
    high = (high >>> 1) ^ (odd ? NVME_HIGH : 0);
  }
  return [high, low] as const;
});
const table64High = Uint32Array.from(table64, ([high]) => high);
const table64Low = Uint32Array.from(table64, ([, low]) => low);

export function crc32c(data: Uint8Array, previous = 0): number {
  let crc = ~previous;
  for (const byte of data) crc = (crc >>> 8) ^ (table32c[(crc ^ byte) & 0xff] as number);
  return ~crc >>> 0;
}

export type Crc64 = readonly [high: number, low: number];

export function crc64nvme(data: Uint8Array, previous: Crc64 = [0, 0]): Crc64 {
  let [high, low] = [~previous[0], ~previous[1]];
  for (const byte of data) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (table64Low[index] as number);
    high = (high >>> 8) ^ (table64High[index] as number);
  }
  return [~high >>> 0, ~low >>> 0];
}
