"""All that boto3 can ask of a stream, from its creation to its end. Arguments: the URL, the stream's name."""

import datetime
import re
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

url, stream = sys.argv[1:]
kinesis = boto3.client(
    "kinesis",
    endpoint_url=url,
    config=Config(retries={"max_attempts": 0}, read_timeout=20, connect_timeout=10),
)
begin = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=5)
FIRST, SECOND = "shardId-000000000000", "shardId-000000000001"


def same(actual, expected):
    assert actual == expected, f"expected {expected!r}, but was {actual!r}"


def until(what, condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def summary():
    return kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]


def active():
    until("the stream is active", lambda: summary()["StreamStatus"] == "ACTIVE")


def iterator(shard, kind, **rest):
    return kinesis.get_shard_iterator(StreamName=stream, ShardId=shard, ShardIteratorType=kind, **rest)["ShardIterator"]


def refused(code, text, call):
    try:
        call()
    except ClientError as error:
        same(error.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        same(error.response["Error"]["Code"], code)
        message = error.response["Error"]["Message"]
        assert re.fullmatch(text, message), f"expected {text!r}, but was {message!r}"
        return
    raise AssertionError(f"{code} was expected")


# Creation.
created = kinesis.create_stream(StreamName=stream, ShardCount=2)
same(created["ResponseMetadata"]["HTTPStatusCode"], 200)
assert re.fullmatch("[0-9a-f-]{36}", created["ResponseMetadata"]["RequestId"])
kinesis.get_waiter("stream_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
description = kinesis.describe_stream(StreamName=stream)["StreamDescription"]
arn = description["StreamARN"]
assert re.fullmatch(rf"arn:aws:kinesis:us-east-1:\d{{12}}:stream/{stream}", arn), arn
assert begin < description["StreamCreationTimestamp"] <= datetime.datetime.now(datetime.timezone.utc)
same([shard["ShardId"] for shard in description["Shards"]], [FIRST, SECOND])
same(description["EnhancedMonitoring"], [{"ShardLevelMetrics": []}])
same(description["EncryptionType"], "NONE")
assert "KeyId" not in description
assert "EndingSequenceNumber" not in description["Shards"][0]["SequenceNumberRange"]
assert stream in [name for page in kinesis.get_paginator("list_streams").paginate() for name in page["StreamNames"]]
assert kinesis.describe_limits()["ShardLimit"] > 0
# The service, and so this, refuses the second call of the paginator: it repeats the stream's name beside the token.
page = kinesis.list_shards(StreamName=stream, MaxResults=1)
same([shard["ShardId"] for shard in page["Shards"]], [FIRST])
page = kinesis.list_shards(NextToken=page["NextToken"])
same([shard["ShardId"] for shard in page["Shards"]], [SECOND])
assert "NextToken" not in page

# Records.
one = kinesis.put_record(StreamName=stream, Data=b"\x00\xffone", PartitionKey="K\u00e4se \U0001f9c0", ExplicitHashKey="0")
same(one["ShardId"], FIRST)
assert "EncryptionType" not in one
two = kinesis.put_record(
    StreamName=stream,
    Data=b"",
    PartitionKey="b",
    ExplicitHashKey="0",
    SequenceNumberForOrdering=one["SequenceNumber"],
)
assert int(two["SequenceNumber"]) > int(one["SequenceNumber"])
many = kinesis.put_records(
    StreamName=stream, Records=[{"Data": f"record {i}", "PartitionKey": f"key {i % 7}"} for i in range(100)]
)
same(many["FailedRecordCount"], 0)
same(len(many["Records"]), 100)
same(set(many["Records"][0]), {"SequenceNumber", "ShardId"})
page = kinesis.get_records(ShardIterator=iterator(FIRST, "TRIM_HORIZON"), Limit=1)
same(page["Records"][0]["Data"], b"\x00\xffone")
same(page["Records"][0]["PartitionKey"], "K\u00e4se \U0001f9c0")
same(page["Records"][0]["SequenceNumber"], one["SequenceNumber"])
assert begin < page["Records"][0]["ApproximateArrivalTimestamp"] <= datetime.datetime.now(datetime.timezone.utc)
same(set(page["Records"][0]), {"SequenceNumber", "ApproximateArrivalTimestamp", "Data", "PartitionKey"})
assert "ChildShards" not in page
page = kinesis.get_records(ShardIterator=page["NextShardIterator"], Limit=1)
same(page["Records"][0]["Data"], b"")
page = kinesis.get_records(
    ShardIterator=iterator(FIRST, "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber=one["SequenceNumber"]), Limit=1
)
same(page["Records"][0]["SequenceNumber"], two["SequenceNumber"])
page = kinesis.get_records(ShardIterator=iterator(FIRST, "AT_TIMESTAMP", Timestamp=begin), Limit=1)
same(page["Records"][0]["SequenceNumber"], one["SequenceNumber"])
latest = iterator(FIRST, "LATEST")
same(kinesis.get_records(ShardIterator=latest)["Records"], [])

# Shards.
kinesis.split_shard(StreamName=stream, ShardToSplit=FIRST, NewStartingHashKey="1000000")
active()
page = kinesis.get_records(ShardIterator=latest)
assert "NextShardIterator" not in page
same([child["ShardId"] for child in page["ChildShards"]], ["shardId-000000000002", "shardId-000000000003"])
same(page["ChildShards"][0]["ParentShards"], [FIRST])
kinesis.merge_shards(
    StreamName=stream, ShardToMerge="shardId-000000000002", AdjacentShardToMerge="shardId-000000000003"
)
active()
scaled = kinesis.update_shard_count(StreamName=stream, TargetShardCount=3, ScalingType="UNIFORM_SCALING")
same((scaled["CurrentShardCount"], scaled["TargetShardCount"]), (2, 3))
active()
same(len(kinesis.list_shards(StreamName=stream, ShardFilter={"Type": "AT_LATEST"})["Shards"]), 3)

# Settings.
kinesis.add_tags_to_stream(StreamName=stream, Tags={"team": "a b", "stage": ""})
tags = kinesis.list_tags_for_stream(StreamName=stream)
same(tags["Tags"], [{"Key": "stage", "Value": ""}, {"Key": "team", "Value": "a b"}])
same(tags["HasMoreTags"], False)
kinesis.remove_tags_from_stream(StreamName=stream, TagKeys=["stage"])
kinesis.increase_stream_retention_period(StreamName=stream, RetentionPeriodHours=48)
active()
kinesis.decrease_stream_retention_period(StreamName=stream, RetentionPeriodHours=24)
active()
kinesis.start_stream_encryption(StreamName=stream, EncryptionType="KMS", KeyId="alias/aws/kinesis")
active()
same(summary()["KeyId"], "alias/aws/kinesis")
kinesis.stop_stream_encryption(StreamName=stream, EncryptionType="KMS", KeyId="alias/aws/kinesis")
active()
same(
    kinesis.enable_enhanced_monitoring(StreamName=stream, ShardLevelMetrics=["ALL"])["CurrentShardLevelMetrics"], []
)
active()
same(len(kinesis.disable_enhanced_monitoring(StreamName=stream, ShardLevelMetrics=["ALL"])["CurrentShardLevelMetrics"]), 7)
active()
kinesis.update_stream_mode(StreamARN=arn, StreamModeDetails={"StreamMode": "ON_DEMAND"})
active()
same(summary()["StreamModeDetails"], {"StreamMode": "ON_DEMAND"})
if hasattr(kinesis, "put_resource_policy"):
    # Older versions do not have these.
    policy = '{"Version":"2012-10-17","Statement":[]}'
    kinesis.put_resource_policy(ResourceARN=arn, Policy=policy)
    same(kinesis.get_resource_policy(ResourceARN=arn)["Policy"], policy)
    kinesis.delete_resource_policy(ResourceARN=arn)
if hasattr(kinesis, "tag_resource"):
    kinesis.tag_resource(ResourceARN=arn, Tags={"cost": "1"})
    kinesis.untag_resource(ResourceARN=arn, TagKeys=["team"])
    same(kinesis.list_tags_for_resource(ResourceARN=arn)["Tags"], [{"Key": "cost", "Value": "1"}])

# Consumers.
consumer = kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="fan")["Consumer"]["ConsumerARN"]
until(
    "the consumer is active",
    lambda: kinesis.describe_stream_consumer(ConsumerARN=consumer)["ConsumerDescription"]["ConsumerStatus"] == "ACTIVE",
)
same([one["ConsumerName"] for one in kinesis.list_stream_consumers(StreamARN=arn)["Consumers"]], ["fan"])
followed = kinesis.subscribe_to_shard(
    ConsumerARN=consumer, ShardId=FIRST, StartingPosition={"Type": "TRIM_HORIZON"}
)
read = []
for event in followed["EventStream"]:
    event = event["SubscribeToShardEvent"]
    read += event["Records"]
    last = event
same(read[0]["Data"], b"\x00\xffone")
same(read[0]["SequenceNumber"], one["SequenceNumber"])
same([child["ShardId"] for child in last["ChildShards"]], ["shardId-000000000002", "shardId-000000000003"])
same(last["MillisBehindLatest"], 0)
assert "ContinuationSequenceNumber" not in last or not last["ContinuationSequenceNumber"]
refused(
    "ResourceNotFoundException",
    ".*",
    lambda: kinesis.subscribe_to_shard(
        ConsumerARN=consumer, ShardId="shardId-000000000099", StartingPosition={"Type": "LATEST"}
    ),
)
kinesis.deregister_stream_consumer(ConsumerARN=consumer)
until("the consumer is gone", lambda: not kinesis.list_stream_consumers(StreamARN=arn)["Consumers"])

# Refusals.
refused(
    "ResourceNotFoundException",
    r"Stream absent under account \d{12} not found\.",
    lambda: kinesis.describe_stream(StreamName="absent"),
)
refused(
    "ResourceInUseException",
    rf"Stream {stream} under account \d{{12}} already exists\.",
    lambda: kinesis.create_stream(StreamName=stream, ShardCount=1),
)
refused("InvalidArgumentException", r"Invalid ShardIterator\.", lambda: kinesis.get_records(ShardIterator="AAAA"))
refused(
    "ValidationException",
    r"1 validation error detected: Value 'a/b' at 'streamName' failed to satisfy constraint: "
    r"Member must satisfy regular expression pattern: \[a-zA-Z0-9_\.-\]\+",
    lambda: kinesis.describe_stream(StreamName="a/b"),
)
refused(
    "InvalidArgumentException",
    r"Must either specify \(1\) AT_SEQUENCE_NUMBER .* Request specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber\.",
    lambda: iterator(SECOND, "AT_SEQUENCE_NUMBER"),
)

kinesis.delete_stream(StreamName=stream)
kinesis.get_waiter("stream_not_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
print("all right")
