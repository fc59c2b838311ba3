variable "name" {}
variable "columns" {
  type = list(map(string))
}
variable "streams" {
  default = 1
}
variable "lambda" {
  default = null
}
variable "limit" {
  default = 45.5
}

resource "aws_kinesis_analytics_application" "this" {
  name = var.name

  code = <<EOT
CREATE OR REPLACE STREAM "SPEEDERS" (vin VARCHAR(17), speed DOUBLE);
%{for index in range(1, var.streams + 1)~}
CREATE OR REPLACE PUMP PUMP_${format("%03.0f", index)} AS INSERT INTO "SPEEDERS"
SELECT STREAM "vin", "speed" FROM SOURCE_SQL_STREAM_${format("%03.0f", index)} WHERE "speed" > ${var.limit};
%{endfor~}
EOT

  inputs {
    name_prefix = "SOURCE_SQL_STREAM"

    kinesis_stream {
      resource_arn = data.aws_kinesis_stream.input.arn
      role_arn     = aws_iam_role.read.arn
    }

    parallelism {
      count = var.streams
    }

    dynamic "processing_configuration" {
      for_each = aws_lambda_function.clean.*
      content {
        lambda {
          resource_arn = processing_configuration.value["arn"]
          role_arn     = aws_iam_role.read.arn
        }
      }
    }

    schema {
      dynamic "record_columns" {
        for_each = var.columns
        content {
          name     = record_columns.value["name"]
          sql_type = record_columns.value["sql_type"]
          mapping  = lookup(record_columns.value, "mapping", "")
        }
      }

      record_format {
        mapping_parameters {
          json {
            record_row_path = "$"
          }
        }
      }
    }
  }
}
