// node benches/digest.mjs TIMES: nanoseconds that node's own crypto takes for one response of HTTP
// Digest, of the messages in src/digest.rs.
import { createHash } from 'node:crypto'

const md5 = (text) => createHash('md5').update(text).digest('hex')
const nonce = '+AFLMQAAAAAAAAAA5YFbYPVHjvs4WN7z'
const cnonce = '5a'.repeat(16)

function response() {
  const a1 = md5('admin:Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E:P@ssw0rd12345678')
  const a2 = md5('POST:/wsman')
  return md5(`${a1}:${nonce}:00000001:${cnonce}:auth:${a2}`)
}

const times = Number(process.argv[2])
for (let i = 0; i < times; i++) response() // until it is compiled
const start = process.hrtime.bigint()
for (let i = 0; i < times; i++) response()
console.log(Number(process.hrtime.bigint() - start) / times)
