# The demo agent. It repairs the demo repository in three goes; which one comes next it sees from the files alone,
# so that a call that was interrupted, and is made again on the same files, ends the same.
pace=${1:-0.4}
file=lib/money.sh

think() {
  echo "$1"
  sleep "$pace"
}

# edit SCRIPT: changes the file by a sed script, at once and whole.
edit() {
  sed "$1" "$file" > "$file.new" && mv "$file.new" "$file"
}

# The prompt is read to its end, as every agent reads it.
bytes=$(wc -c)
think "Read a prompt of $((bytes)) bytes."

if [ ! -f "$file" ]; then
  echo "The demo agent only knows the demo repository, which has a file '$file'. Try 'aidp demo', or choose another agent with --agent." >&2
  exit 1
fi

if grep -q '\$1 + \$2' "$file"; then
  think "Looking at $file: line_total adds where it should multiply."
  edit 's/\$1 + \$2/$1 * $2/'
  echo "I made line_total multiply quantity and price. The format of cents still looks wrong to me; I will look at it next."
elif grep -q 'echo 0$' "$file"; then
  think "Looking at $file: cents lack their leading zero, and there is no discount."
  # A mistake, such as agents make: the comparison leaves out 100.00 itself.
  edit 's/  echo "\$((\$1 \/ 100)).\$((\$1 % 100))"/  printf '"'%d.%02d\\\\n'"' "$(($1 \/ 100))" "$(($1 % 100))"/
s/^  echo 0$/  if [ "$1" -gt 10000 ]; then echo $(($1 \/ 10)); else echo 0; fi/'
  echo "I print cents with two digits now, and I added the discount."
elif grep -q -- '-gt 10000' "$file"; then
  think "Looking at $file: the discount starts above 100.00 instead of at 100.00."
  edit 's/-gt 10000/-ge 10000/'
  printf '%s\n' "The discount now starts at 100.00 exactly, as the tests ask for. Nothing else is left to do." "" "STATUS: COMPLETE"
else
  printf '%s\n' "I find nothing left to do." "" "STATUS: COMPLETE"
fi
