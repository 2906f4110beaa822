package joint

import "math"

const (
	sigmoidRange = 10
	sigmoidSteps = 64 // a unit
)

var sigmoidTable = func() (t [2*sigmoidRange*sigmoidSteps + 2]float32) {
	for i := range t {
		t[i] = float32(1 / (1 + math.Exp(sigmoidRange-float64(i)/sigmoidSteps)))
	}
	return t
}()

// Sigmoid is 1/(1+e^-x) to about 1e-5, from a table, the same on every machine.
func Sigmoid(x float32) float32 {
	x = float32(x*sigmoidSteps) + sigmoidRange*sigmoidSteps
	if !(x > 0) { // also if x is not a number
		return sigmoidTable[0]
	}
	if x >= 2*sigmoidRange*sigmoidSteps {
		return sigmoidTable[2*sigmoidRange*sigmoidSteps]
	}
	i := int(x)
	y := sigmoidTable[i]
	return y + float32(float32(sigmoidTable[i+1]-y)*(x-float32(i)))
}
