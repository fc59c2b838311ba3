# Counts votes.
variable "environment" {
  type    = string
  default = "dev"
}

variable "minutes" {
  description = "how long a window is"
}

locals {
  prefix = "votes-${var.environment}"
  tags   = merge({ team = "polls" }, { stage = upper(var.environment) })
}

resource "aws_kinesis_stream" "votes" {
  name        = local.prefix
  shard_count = 1
}

resource "aws_kinesis_analytics_application" "votes" {
  name        = "${local.prefix}-count"
  description = "votes by candidate"
  tags        = local.tags

  inputs {
    name_prefix = "VOTES"

    kinesis_stream {
      resource_arn = aws_kinesis_stream.votes.arn
      role_arn     = aws_iam_role.analytics.arn
    }

    parallelism {
      count = 1
    }

    starting_position_configuration {
      starting_position = "LAST_STOPPED_POINT"
    }

    schema {
      record_columns {
        mapping  = "$.candidate"
        name     = "candidate"
        sql_type = "VARCHAR(50)"
      }

      record_columns {
        mapping  = "$.weight"
        name     = "weight"
        sql_type = "INTEGER"
      }

      record_encoding = "UTF-8"

      record_format {
        mapping_parameters {
          json {
            record_row_path = "$"
          }
        }
      }
    }
  }

  outputs {
    name = "COUNTS"

    schema {
      record_format_type = "JSON"
    }

    kinesis_firehose {
      resource_arn = aws_kinesis_firehose_delivery_stream.counts.arn
      role_arn     = aws_iam_role.analytics.arn
    }
  }

  code = <<-SQL
    CREATE OR REPLACE STREAM "COUNTS" ("candidate" VARCHAR(50), votes BIGINT); -- $${not a place}
    CREATE OR REPLACE PUMP "COUNT" AS
      INSERT INTO "COUNTS"
      SELECT STREAM "candidate", SUM("weight")
      FROM "VOTES_001"
      GROUP BY "candidate", STEP("VOTES_001".ROWTIME BY INTERVAL '${var.minutes}' MINUTE);
  SQL
}
