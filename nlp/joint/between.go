package joint

// Betweens is the number of classes of what stands between a token and its head: how many commas, up to three, whether
// a word that joins, and of brackets, dashes and other strong marks the strongest; to the left or to the right.
// Appositions, lists and clauses that are put in are told by these.
const Betweens = 48

// Marks appends for every word of a sentence how many marks of each kind are before it, in sixteen bits each: commas,
// words that join, brackets and dashes, and others.
func Marks(dst []uint64, words []string) []uint64 {
	sum := uint64(0)
	for _, w := range words {
		dst = append(dst, sum)
		switch w {
		case ",":
			sum += 1
		case "and", "or", "but", "&", "nor", "And", "Or", "But", "AND", "OR":
			sum += 1 << 16
		case "(", ")", "[", "]", "-LRB-", "-RRB-", "{", "}", "-", "–", "—", "--", "---":
			sum += 1 << 32
		case ":", ";", "\"", "“", "”", "``", "''", "'", "‘", "’", "...", "…", ".", "?", "!", "/", "|", "*":
			sum += 1 << 48
		}
	}
	return dst
}

// Between is the class of what stands between token dep and token head of a sentence with these marks.
func Between(marks []uint64, dep, head int) int {
	class := 0
	lo, hi := dep, head
	if head < dep {
		lo, hi, class = head, dep, Betweens/2
	}
	if hi <= lo+1 {
		return class
	}
	d := marks[hi] - marks[lo+1]
	if d == 0 {
		return class
	}
	class += int(min(d&0xffff, 3)) * 6
	if d>>16&0xffff != 0 {
		class += 3
	}
	switch {
	case d>>32&0xffff != 0:
		class += 1
	case d>>48 != 0:
		class += 2
	}
	return class
}
