stage = "live"
columns = [
  { name = "vin", sql_type = "VARCHAR(17)", mapping = "$.vin" },
  { name = "speed", sql_type = "DOUBLE", mapping = "$.data.speed" },
]
