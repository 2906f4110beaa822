#!/bin/sh
# longload.sh KG PATH ARTICLES DIR: what a long load takes. It makes ARTICLES articles of those in PATH, loads them into DIR/store,
# stops the load with an interrupt after 40 of 100 and kills it after 70, goes on each time, and checks the store. The same
# articles and the same program make the same store, however often they were stopped. DIR is made, and its store begun anew.
set -eu
kg=$1 from=$2 total=$3 dir=$4
ticks=$(getconf CLK_TCK)
mkdir -p "$dir"
rm -rf "$dir/store"
[ -f "$dir/$total.jsonl" ] || "$kg" bench articles "$from" --count "$total" >"$dir/$total.jsonl"

# cpu PID: seconds that a process has taken. peak PID: the most memory it had, in MB.
cpu() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk -v t="$ticks" '{printf "%.2f", ($12+$13)/t}' || true; }
peak() { awk '/VmHWM/ {print int($2/1024)}' "/proc/$1/status" 2>/dev/null || true; }

# load SIGNAL UNTIL: loads until there are UNTIL articles, tells of every twentieth of all, then sends SIGNAL.
load() {
	: >"$dir/lines"
	"$kg" --store "$dir/store" load "$dir/$total.jsonl" --json >"$dir/lines" 2>"$dir/log" &
	pid=$!
	last=0 lastcpu=0 began=$(date +%s) seen=0
	while kill -0 $pid 2>/dev/null; do
		sleep 1
		now=$(wc -l <"$dir/lines") used=$(cpu $pid) most=$(peak $pid)
		[ -n "$most" ] && [ -n "$used" ] || break
		seen=$most
		if [ $((now - last)) -ge $((total / 20)) ]; then
			awk -v a="$last" -v b="$now" -v c="$lastcpu" -v d="$used" -v m="$most" -v s="$(($(date +%s) - began))" \
				'BEGIN {printf "%7d articles, %5d s: %6.1f ms of processor time an article, peak %d MB\n", b, s, (d-c)*1000/(b-a), m}'
			last=$now lastcpu=$used
		fi
		if [ "$2" -gt 0 ] && [ "$now" -ge "$2" ]; then
			stop=$(date +%s)
			kill -"$1" $pid
			wait $pid || true
			echo "$1 at $now articles: stopped within $(($(date +%s) - stop)) s"
			return
		fi
	done
	code=0
	wait $pid || code=$?
	echo "end of the load, exit code $code, peak $seen MB: $(tail -n 1 "$dir/log")"
	[ $code = 0 ]
}

load INT $((total * 40 / 100))
load KILL $((total * 70 / 100))
load NONE 0
du -sm "$dir/store" | awk '{print $1 " MB on disk"}'
# A run of check tells its own peak.
"$kg" --store "$dir/store" check >"$dir/check" &
pid=$! most=0 used=0
while kill -0 $pid 2>/dev/null; do
	m=$(peak $pid) u=$(cpu $pid)
	[ -n "$m" ] && most=$m
	[ -n "$u" ] && used=$u
	sleep 0.2
done
code=0
wait $pid || code=$?
echo "kg check: exit code $code, $used s of processor time, peak $most MB: $(tail -n 1 "$dir/check")"
exit $code
