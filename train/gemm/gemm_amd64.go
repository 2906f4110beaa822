package gemm

import "golang.org/x/sys/cpu"

//go:noescape
func kern512(k int, a, b, c *float32, ldc int)

//go:noescape
func kern256(k int, a, b, c *float32, ldc int)

func init() {
	switch {
	case cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ:
		best = kernel{"avx512", 12, 32, kern512}
	case cpu.X86.HasAVX2 && cpu.X86.HasFMA:
		best = kernel{"avx2", 6, 16, kern256}
	}
}
