resource "aws_kinesis_analytics_application" "parcels" {
  name = "parcels"
  code = file("${path.module}/parcels.sql")

  inputs {
    name_prefix = "PARCELS"
    kinesis_firehose {
      resource_arn = "arn:aws:firehose:us-east-1:012345678901:deliverystream/parcels"
      role_arn     = "arn:aws:iam::012345678901:role/parcels"
    }
    processing_configuration {
      lambda {
        resource_arn = "${aws_lambda_function.parse.arn}:${aws_lambda_function.parse.version}"
        role_arn     = "arn:aws:iam::012345678901:role/parcels"
      }
    }
    schema {
      record_columns {
        name     = "parcel"
        sql_type = "BIGINT"
        mapping  = "$.parcel"
      }
      record_columns {
        name     = "grams"
        sql_type = "INTEGER"
        mapping  = "$.grams"
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
