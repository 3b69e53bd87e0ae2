# Amounts are whole cents.

# line_total QUANTITY CENTS: what a line of the receipt costs.
line_total() {
  echo $(($1 + $2))
}

# discount CENTS: 10 % from 100.00 on.
discount() {
  echo 0
}

# format_cents CENTS: as units and cents, for example 12.05.
format_cents() {
  echo "$(($1 / 100)).$(($1 % 100))"
}
