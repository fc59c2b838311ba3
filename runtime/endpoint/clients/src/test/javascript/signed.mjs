// A call that is signed with what the environment has. Arguments: the URL, the error's name that is expected, or `none`.
import assert from 'node:assert/strict'
import { Kinesis } from '@aws-sdk/client-kinesis'

const [url, expected] = process.argv.slice(2)
const kinesis = new Kinesis({ endpoint: url, region: 'us-east-1', maxAttempts: 1 })
const name = await kinesis.listStreams({}).then(() => 'none', error => error.name)
assert.equal(name, expected)
kinesis.destroy()
console.log('all right')
