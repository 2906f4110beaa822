package token

// bits is the logarithm of the number of weights of a classifier.
const bits = 18

// feature hashes the parts of one feature.
type feature uint64

// Every template of features begins with a number of its own.
func template(n int) feature { return feature(0xcbf29ce484222325) ^ feature(n)*0x9e3779b97f4a7c15 }

func (f feature) str(s string) feature {
	for i := 0; i < len(s); i++ {
		f = (f ^ feature(s[i])) * 0x100000001b3
	}
	return (f ^ 0xff) * 0x100000001b3
}

func (f feature) num(n int) feature {
	return (f ^ feature(uint8(n)) ^ feature(uint8(n>>8))<<8 ^ feature(uint8(n>>16))<<16) * 0x9e3779b97f4a7c15
}

// index is the place of f in the table of weights.
func (f feature) index() uint32 {
	f ^= f >> 29
	f *= 0xbf58476d1ce4e5b9
	return uint32(f >> (64 - bits))
}

// score is the sum of the weights of the features: positive for yes.
func score(w []int8, features []uint32) int {
	sum := 0
	for _, f := range features {
		sum += int(w[f])
	}
	return sum
}
