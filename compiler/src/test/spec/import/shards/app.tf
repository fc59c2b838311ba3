resource "aws_kinesis_analytics_application" "shards" {
  name = "shards"

  code = <<EOT
CREATE OR REPLACE STREAM "${var.out}" (id INTEGER, note VARCHAR(8));
%{ for index in range(1, var.parallelism+1) ~}
CREATE OR REPLACE PUMP PUMP_${format("%03.0f", index)} AS INSERT INTO "${var.out}"
SELECT STREAM "id", "note" FROM LINES_${format("%03.0f", index)} WHERE LINES_${format("%03.0f", index)}."note" ${var.selector};
%{ endfor ~}
EOT

  inputs {
    name_prefix = "LINES"

    kinesis_stream {
      resource_arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/lines"
      role_arn     = "arn:aws:iam::123456789012:role/kda"
    }

    parallelism {
      count = var.parallelism
    }

    schema {
      record_encoding = "UTF-8"

      record_columns {
        name     = "id"
        sql_type = "INTEGER"
        mapping  = "$.id"
      }

      record_columns {
        name     = "note"
        sql_type = "VARCHAR(8)"
        mapping  = "$.note"
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
