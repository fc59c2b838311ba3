resource "aws_kinesis_analytics_application" "a" {
  name = "a"
  code = <<EOT
CREATE STREAM s (a INTEGER);
}
