package english

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"

	"kg/nlp/english/weights"
)

// stagesVersion changes when the code of a stage would annotate a text differently with the same weights.
const stagesVersion = "english-2"

// Version names the pipeline: pipelines of one version annotate a text in the same way.
var Version = sync.OnceValue(func() string {
	sum := sha256.Sum256(weights.Joint)
	return stagesVersion + "-" + hex.EncodeToString(sum[:6])
})
