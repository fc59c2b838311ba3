resource "aws_kinesisanalyticsv2_application" "meters" {
  name                   = "meters"
  runtime_environment    = "SQL-1_0"
  service_execution_role = aws_iam_role.meters.arn

  application_configuration {
    application_code_configuration {
      code_content {
        text_content = templatefile("${path.module}/meters.sql.tftpl", { regions = var.regions })
      }

      code_content_type = "PLAINTEXT"
    }

    sql_application_configuration {
      input {
        name_prefix = "METERS"

        input_schema {
          dynamic "record_column" {
            for_each = var.columns
            content {
              name     = record_column.value.name
              sql_type = record_column.value.type
            }
          }

          record_format {
            record_format_type = "CSV"

            mapping_parameters {
              csv_mapping_parameters {
                record_column_delimiter = ";"
                record_row_delimiter    = "\n"
              }
            }
          }
        }

        kinesis_streams_input {
          resource_arn = "arn:aws:kinesis:eu-west-1:012345678901:stream/meters"
        }
      }

      dynamic "output" {
        for_each = [for region in var.regions : upper(region) if region != "west"]
        content {
          name = output.value

          destination_schema {
            record_format_type = "CSV"
          }

          lambda_output {
            resource_arn = aws_lambda_function.bill[output.value].arn
          }
        }
      }
    }
  }
}
