#!/bin/sh
# Reads lines of "name quantity cents" and prints the receipt.
. "$(dirname "$0")/lib/money.sh"

total=0
while read -r name quantity cents; do
  sum=$(line_total "$quantity" "$cents")
  total=$((total + sum))
  echo "$name $(format_cents "$sum")"
done
total=$((total - $(discount "$total")))
echo "total $(format_cents "$total")"
