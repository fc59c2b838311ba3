// All that the SDK for JavaScript can ask of a stream, from its creation to its end. Arguments: the URL, the stream's name.
import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import * as sdk from '@aws-sdk/client-kinesis'

const [url, stream] = process.argv.slice(2)
const kinesis = new sdk.Kinesis({ endpoint: url, region: 'us-east-1', maxAttempts: 1 })
const begin = Date.now() - 5000
const FIRST = 'shardId-000000000000'
const SECOND = 'shardId-000000000001'
const bytes = text => new TextEncoder().encode(text)
const text = data => new TextDecoder().decode(data)

async function until(what, condition) {
  const end = Date.now() + 30000
  while (!(await condition())) {
    assert.ok(Date.now() < end, what)
    await pause(50)
  }
}
const summary = async () => (await kinesis.describeStreamSummary({ StreamName: stream })).StreamDescriptionSummary
const active = () => until('the stream is active', async () => (await summary()).StreamStatus === 'ACTIVE')
const iterator = async (shard, type, rest = {}) =>
  (await kinesis.getShardIterator({ StreamName: stream, ShardId: shard, ShardIteratorType: type, ...rest })).ShardIterator
const isNow = date => assert.ok(date instanceof Date && date.getTime() > begin && date.getTime() <= Date.now(), `${date}`)
const childIds = children => children.map(child => child.ShardId)

async function creation() {
  await kinesis.createStream({ StreamName: stream, ShardCount: 2 })
  await sdk.waitUntilStreamExists({ client: kinesis, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { StreamName: stream })
  const description = (await kinesis.describeStream({ StreamName: stream })).StreamDescription
  assert.match(description.StreamARN, new RegExp(`^arn:aws:kinesis:us-east-1:\\d{12}:stream/${stream}$`))
  isNow(description.StreamCreationTimestamp)
  assert.deepEqual(description.Shards.map(shard => shard.ShardId), [FIRST, SECOND])
  assert.equal(description.KeyId, undefined)
  const names = []
  for await (const page of sdk.paginateListStreams({ client: kinesis }, {})) names.push(...page.StreamNames)
  assert.ok(names.includes(stream))
  assert.ok((await kinesis.describeLimits({})).ShardLimit > 0)
  const shards = await kinesis.listShards({ StreamName: stream, MaxResults: 1 })
  assert.equal((await kinesis.listShards({ NextToken: shards.NextToken })).Shards[0].ShardId, SECOND)
}

async function records() {
  const one = await kinesis.putRecord({ StreamName: stream, Data: Uint8Array.of(0, 255), PartitionKey: 'Käse', ExplicitHashKey: '0' })
  assert.equal(one.ShardId, FIRST)
  assert.equal(one.EncryptionType, undefined)
  const Records = Array.from({ length: 100 }, (_, i) => ({ Data: bytes(`record ${i}`), PartitionKey: `key ${i % 7}` }))
  const many = await kinesis.putRecords({ StreamName: stream, Records })
  assert.equal(many.FailedRecordCount, 0)
  assert.equal(many.Records.length, 100)
  const page = await kinesis.getRecords({ ShardIterator: await iterator(FIRST, 'TRIM_HORIZON'), Limit: 1 })
  assert.deepEqual([...page.Records[0].Data], [0, 255])
  assert.equal(page.Records[0].PartitionKey, 'Käse')
  assert.equal(page.Records[0].SequenceNumber, one.SequenceNumber)
  isNow(page.Records[0].ApproximateArrivalTimestamp)
  const timed = await kinesis.getRecords({
    ShardIterator: await iterator(FIRST, 'AT_TIMESTAMP', { Timestamp: new Date(begin) }), Limit: 1 })
  assert.equal(timed.Records[0].SequenceNumber, one.SequenceNumber)
  const latest = await iterator(FIRST, 'LATEST')
  const last = await kinesis.putRecord({ StreamName: stream, Data: bytes('last'), PartitionKey: 'a', ExplicitHashKey: '0' })
  const tip = await kinesis.getRecords({ ShardIterator: latest })
  assert.deepEqual(tip.Records.map(record => record.SequenceNumber), [last.SequenceNumber])
  assert.equal(tip.MillisBehindLatest, 0)
}

async function manyAtOnce() {
  const results = await Promise.all(Array.from({ length: 50 }, (_, i) =>
    kinesis.putRecord({ StreamName: stream, Data: bytes(`at once ${i}`), PartitionKey: 'a', ExplicitHashKey: '7' })))
  assert.equal(new Set(results.map(result => result.SequenceNumber)).size, 50)
}

async function following() {
  const StreamARN = (await summary()).StreamARN
  const { ConsumerARN } = (await kinesis.registerStreamConsumer({ StreamARN, ConsumerName: 'fan' })).Consumer
  await until('the consumer is active', async () =>
    (await kinesis.describeStreamConsumer({ ConsumerARN })).ConsumerDescription.ConsumerStatus === 'ACTIVE')
  assert.equal((await kinesis.listStreamConsumers({ StreamARN })).Consumers.length, 1)
  const followed = await kinesis.subscribeToShard({ ConsumerARN, ShardId: FIRST, StartingPosition: { Type: 'LATEST' } })
  await kinesis.putRecord({ StreamName: stream, Data: bytes('pushed'), PartitionKey: 'a', ExplicitHashKey: '0' })
  const read = []
  let last
  for await (const { SubscribeToShardEvent: event } of followed.EventStream) {
    read.push(...event.Records.map(record => text(record.Data)))
    last = event
    if (event.Records.length > 0) {
      await kinesis.splitShard({ StreamName: stream, ShardToSplit: FIRST, NewStartingHashKey: '1000000' })
    }
  }
  assert.deepEqual(read, ['pushed'])
  assert.deepEqual(childIds(last.ChildShards), ['shardId-000000000002', 'shardId-000000000003'])
  await kinesis.deregisterStreamConsumer({ ConsumerARN })
  await until('the consumer is gone', async () => (await kinesis.listStreamConsumers({ StreamARN })).Consumers.length === 0)
  await active()
}

async function shards() {
  let page = { NextShardIterator: await iterator(FIRST, 'TRIM_HORIZON') }
  for (let pages = 0; pages < 10 && page.NextShardIterator; pages++) {
    page = await kinesis.getRecords({ ShardIterator: page.NextShardIterator })
  }
  assert.equal(page.NextShardIterator, undefined)
  assert.deepEqual(childIds(page.ChildShards), ['shardId-000000000002', 'shardId-000000000003'])
  await kinesis.mergeShards({
    StreamName: stream, ShardToMerge: 'shardId-000000000002', AdjacentShardToMerge: 'shardId-000000000003' })
  await active()
  const scaled = await kinesis.updateShardCount({ StreamName: stream, TargetShardCount: 1, ScalingType: 'UNIFORM_SCALING' })
  assert.equal(scaled.TargetShardCount, 1)
  await active()
  assert.equal((await kinesis.listShards({ StreamName: stream, ShardFilter: { Type: 'AT_LATEST' } })).Shards.length, 1)
}

async function settings() {
  const StreamName = stream
  const ARN = (await summary()).StreamARN
  await kinesis.addTagsToStream({ StreamName, Tags: { team: 'a b', stage: '' } })
  assert.deepEqual((await kinesis.listTagsForStream({ StreamName })).Tags, [{ Key: 'stage', Value: '' }, { Key: 'team', Value: 'a b' }])
  await kinesis.removeTagsFromStream({ StreamName, TagKeys: ['stage'] })
  await kinesis.tagResource({ ResourceARN: ARN, Tags: { cost: '1' } })
  await kinesis.untagResource({ ResourceARN: ARN, TagKeys: ['team'] })
  assert.deepEqual((await kinesis.listTagsForResource({ ResourceARN: ARN })).Tags, [{ Key: 'cost', Value: '1' }])
  await kinesis.increaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours: 48 })
  await active()
  await kinesis.decreaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours: 24 })
  await active()
  await kinesis.startStreamEncryption({ StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' })
  await active()
  assert.equal((await summary()).EncryptionType, 'KMS')
  await kinesis.stopStreamEncryption({ StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' })
  await active()
  assert.equal((await kinesis.enableEnhancedMonitoring({ StreamName, ShardLevelMetrics: ['ALL'] })).DesiredShardLevelMetrics.length, 7)
  await active()
  await kinesis.disableEnhancedMonitoring({ StreamName, ShardLevelMetrics: ['ALL'] })
  await active()
  await kinesis.putResourcePolicy({ ResourceARN: ARN, Policy: '{"Version":"2012-10-17","Statement":[]}' })
  assert.equal((await kinesis.getResourcePolicy({ ResourceARN: ARN })).Policy, '{"Version":"2012-10-17","Statement":[]}')
  await kinesis.deleteResourcePolicy({ ResourceARN: ARN })
  await kinesis.updateStreamMode({ StreamARN: ARN, StreamModeDetails: { StreamMode: 'ON_DEMAND' } })
  await active()
  assert.equal((await summary()).StreamModeDetails.StreamMode, 'ON_DEMAND')
}

async function refusals() {
  await assert.rejects(kinesis.describeStream({ StreamName: 'absent' }), error => {
    assert.ok(error instanceof sdk.ResourceNotFoundException)
    assert.match(error.message, /^Stream absent under account \d{12} not found\.$/)
    assert.equal(error.$metadata.httpStatusCode, 400)
    assert.ok(error.$metadata.requestId)
    return true
  })
  await assert.rejects(kinesis.createStream({ StreamName: stream, ShardCount: 1 }), sdk.ResourceInUseException)
  await assert.rejects(kinesis.getRecords({ ShardIterator: 'AAAA' }), { name: 'InvalidArgumentException', message: 'Invalid ShardIterator.' })
}

await creation()
await records()
await manyAtOnce()
await following()
await shards()
await settings()
await refusals()
await kinesis.deleteStream({ StreamName: stream })
await sdk.waitUntilStreamNotExists({ client: kinesis, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { StreamName: stream })
kinesis.destroy()
console.log('all right')
