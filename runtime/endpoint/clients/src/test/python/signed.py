"""A call that is signed with what the environment has. Arguments: the URL, the error's code that is expected, or `none`."""

import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

url, expected = sys.argv[1:]
kinesis = boto3.client("kinesis", endpoint_url=url, config=Config(retries={"max_attempts": 0}))
try:
    kinesis.list_streams()
    code = "none"
except ClientError as error:
    code = error.response["Error"]["Code"]
assert code == expected, code
print("all right")
