package coref

import "kg/nlp/kernel"

// The sizes of the net. A feature is a row number; rows of mention features and pair features are apart.
const (
	Hidden = 48
	Width  = Hidden + 1 // the last column of a row goes straight into the score

	hidden      = Hidden
	width       = Width
	mentionRows = 1 << 13
	pairRows    = 1 << 14
)

// Net scores how likely a mention refers back to an earlier one. The score of mention m and antecedent a is
//
//	v · relu(Σ Mention[f] + Σ Antecedent[g] + Σ Pair[p]) + Σ straight column of all rows
//
// over the features f of m, g of a and p of the two; "m starts a chain of its own" is scored as an antecedent
// without features of its own. It is the mention-ranking model of Denis and Baldridge (2008) with the features
// of Durrett and Klein (2013) and a hidden layer as in Clark and Manning (2016).
type Net struct {
	Mention    []float32 // mentionRows × width
	Antecedent []float32 // mentionRows × width
	Pair       []float32 // pairRows × width
	Out        []float32 // hidden
}

// NewNet is a net of zeros.
func NewNet() *Net {
	return &Net{
		Mention:    make([]float32, mentionRows*width),
		Antecedent: make([]float32, mentionRows*width),
		Pair:       make([]float32, pairRows*width),
		Out:        make([]float32, hidden),
	}
}

// Tables are the weights: mention, antecedent and pair rows, and the output.
func (n *Net) Tables() [4][]float32 {
	return [4][]float32{n.Mention, n.Antecedent, n.Pair, n.Out}
}

// sum adds rows of table to dst.
func sum(dst *[width]float32, table []float32, rows []uint16) { kernel.AddRows(dst[:], table, rows) }

// score is the score of the hidden layer's input x.
func (n *Net) score(x *[width]float32) float32 {
	s := x[hidden]
	for i, v := range n.Out[:hidden] {
		if x[i] > 0 {
			s += float32(v * x[i]) // rounded before it is added: no fused operation, the same on every machine
		}
	}
	return s
}
