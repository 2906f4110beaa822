package token

const (
	hyphen = punctuation0 + '-' - '!'
	dash   = punctuation0 + 0x7f - '!'
	low    = punctuation0 + '_' - '!'
	comma  = punctuation0 + ',' - '!'
	slash  = punctuation0 + '/' - '!'
	openP  = punctuation0 + '(' - '!'
	closeP = punctuation0 + ')' - '!'
)

// maxDateline is the number of tokens that a dateline may have.
const maxDateline = 14

// dateline is the last token of the dateline that begins with token first, the first of a paragraph, or -1.
// In "GENEVA, Feb. 23 (AP) — The talks ended." it is the dash: the treebanks have the dateline as a sentence
// of its own. There is either an agency in brackets, or a place in capitals before a dash, or a place in
// capitals, a comma and a date before a dash or a hyphen, and then a sentence that begins and ends as one;
// "PS -- Call me" is no dateline.
func (b *breaker) dateline(first int) int {
	kind := b.tokens[first].kind
	if kind != upperWord && kind != capitalWord && kind != openP && kind != initials {
		return -1
	}
	brackets, commas, numbers := false, false, false
	for i := first; i < first+maxDateline && i+1 < len(b.tokens) && b.ends[i] != paragraph; i++ {
		switch b.tokens[i].kind {
		case comma:
			commas = true
		case number:
			numbers = true
		case capitalWord, upperWord, initials, dotted, initial, slash, openP:
		case closeP:
			if brackets = b.ends[i] == spaced || b.tokens[i+1].kind == dash; !brackets {
				return -1
			}
		case hyphen, dash, low:
			next, last := b.tokens[i+1].kind, b.lastKind[i]
			if i == first || b.ends[i-1] == glued && b.tokens[i-1].kind != closeP && b.tokens[i].kind != dash {
				continue // "Al-Amarah"
			}
			agency := brackets && b.tokens[i-1].kind == closeP
			place := kind == upperWord && b.tokens[first].length > 3 && b.tokens[i].kind == dash
			dated := kind == upperWord && commas && numbers
			if (agency || place || dated) && (next == capitalWord || next == upperWord && (agency || dated) || next == initial || next == initials ||
				next == dotted || next == quote || next == number && agency) &&
				(last >= stop && last <= dots || last == quote || last == initials || last == dotted) {
				return i
			}
			return -1
		default:
			return -1
		}
	}
	return -1
}
