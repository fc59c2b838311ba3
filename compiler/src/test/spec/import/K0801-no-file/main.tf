resource "aws_kinesis_analytics_application" "a" {
  code = file("nowhere.sql")
}
