variable "columns" {
  type = list(object({ name = string, type = string }))
  default = [
    { name = "meter", type = "VARCHAR(20)" },
    { name = "kwh", type = "DOUBLE" },
  ]
}

variable "regions" {
  default = ["north", "south"]
}
