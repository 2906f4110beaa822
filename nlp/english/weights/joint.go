// Package weights embeds the weights of the English stages. Beside each file is a MANIFEST that says what it was
// made of and how, what it scores, and under which licence it may be used: CC BY-SA 4.0.
package weights

import _ "embed"

// Joint are the weights of nlp/joint.
//
//go:embed joint.bin
var Joint []byte
