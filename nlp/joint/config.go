package joint

// Config is the size of a network.
type Config struct {
	Word, Gram, Form, Lex int // width of each embedding; Lex may be 0
	Sense                 int // width of that of senses and lists, or 0
	Hidden                int // width of one direction of a recurrent layer
	Layers                int // recurrent layers
	Arc                   int // width of the two sides of the arc scorer
	Label                 int // width of the label scorer
	Between               int // classes of what stands between a token and its head: Betweens, or 0
}

// Input is the width of a token's input.
func (c Config) Input() int { return c.Word + c.Gram + c.Form + c.Lex + c.Sense }

// Ways is the number of classes of ways from a token to its head: those of the distance, then those of what stands
// between.
func (c Config) Ways() int { return Buckets + c.Between }

// Inventory is what the network can say.
type Inventory struct {
	UPOS, XPOS, Rels []string
	Names            []string // "O", then B-, I-, E- and S- of each class
}

// NameTags are the tags of the given classes of names: O, then B-, I-, E- and S- of each in turn. A name of one
// token is S, a longer one B I* E.
func NameTags(classes []string) []string {
	tags := []string{"O"}
	for _, c := range classes {
		tags = append(tags, "B-"+c, "I-"+c, "E-"+c, "S-"+c)
	}
	return tags
}

// Places of a tag within its class, as in NameTags.
const (
	begin = iota
	inside
	end
	single
)

// Buckets is the number of classes of distance from a dependent to its head.
const Buckets = 17

// Bucket is the class of the distance from a dependent to its head, in tokens: 0 to 7 to the left,
// 8 to 15 to the right. Class 16 is the root.
func Bucket(distance int) int {
	side := 0
	if distance > 0 {
		side = 8
	} else {
		distance = -distance
	}
	switch {
	case distance <= 4:
		return side + max(distance, 1) - 1
	case distance <= 6:
		return side + 4
	case distance <= 10:
		return side + 5
	case distance <= 18:
		return side + 6
	}
	return side + 7
}

// RootBucket is the class of distance of the root.
const RootBucket = 16

// Sections are the columns of the matrix that all heads of the network share.
type Sections struct{ UPOS, XPOS, Names, ArcDep, ArcHead, LabDep, LabHead, All int }

// Sections are where each head's columns begin; All is their number.
func (c Config) Sections(inv Inventory) Sections {
	var s Sections
	s.XPOS = len(inv.UPOS)
	s.Names = s.XPOS + len(inv.XPOS)
	s.ArcDep = s.Names + len(inv.Names)
	s.ArcHead = s.ArcDep + c.Arc
	s.LabDep = s.ArcHead + c.Arc
	s.LabHead = s.LabDep + c.Label
	s.All = s.LabHead + c.Label
	return s
}

// Highway is the scale of the identity branch of a recurrent layer, which keeps the variance of its input
// (Lei et al. 2018, section 3.2).
const Highway = 1.7320508
