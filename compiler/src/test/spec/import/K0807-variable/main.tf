variable "columns" {}

variable "stage" {
}

module "stream" {
  source = "git::https://example.org/streams.git?ref=v1"
}

module "analytics" {
  source = "./modules/analytics"

  name = var.stage
  columns = var.columns
  streams = 2
  lambda  = module.stream.lambda
}
