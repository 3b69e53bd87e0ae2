#!/bin/sh
# Prints one line per test (TAP), exits with 1 when one failed.
cd "$(dirname "$0")/.." || exit 1
. lib/money.sh

number=0
failed=0

# check NAME EXPECTED ACTUAL
check() {
  number=$((number + 1))
  if [ "$2" = "$3" ]; then
    echo "ok $number - $1"
  else
    failed=$((failed + 1))
    echo "not ok $number - $1"
    echo "  expected: $2"
    echo "  actual:   $3"
  fi
}

check "a line costs quantity times price" 500 "$(line_total 2 250)"
check "a line of nothing costs nothing" 0 "$(line_total 0 250)"
check "whole units have two zeros" 5.00 "$(format_cents 500)"
check "cents have a leading zero" 12.05 "$(format_cents 1205)"
check "below 100.00 there is no discount" 0 "$(discount 9999)"
check "from 100.00 on there are 10 %" 1000 "$(discount 10000)"
check "a receipt adds up" "total 14.00" "$(printf 'tea 2 250\nmug 1 900\n' | sh receipt.sh | tail -n 1)"
check "a receipt has its discount" "total 90.00" "$(printf 'chair 2 5000\n' | sh receipt.sh | tail -n 1)"

echo "1..$number"
[ "$failed" -eq 0 ]
