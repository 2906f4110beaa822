#include "textflag.h"

// Both of the next have the same arguments: n, a, width, w, dst, stride. SI and R10 are the first and the fourth row of
// activations, R8 their distance, DI the weights.
#define FRAME \
	MOVQ n+0(FP), CX         \
	MOVQ a+8(FP), SI         \
	MOVQ width+16(FP), R8    \
	MOVQ w+24(FP), DI        \
	MOVQ dst+32(FP), DX      \
	MOVQ stride+40(FP), R12  \
	LEAQ (R8)(R8*2), R10     \
	ADDQ SI, R10

// PAIR adds the products of a pair of activations with those of Y12 and Y13.
#define PAIR(a, x, y) \
	VPBROADCASTD a, Y14      \
	VPMADDWD Y12, Y14, Y15   \
	VPADDD Y15, x, x         \
	VPMADDWD Y13, Y14, Y15   \
	VPADDD Y15, y, y

#define PUTPAIR(x, y) \
	VMOVDQU x, (DX)          \
	VMOVDQU y, 32(DX)        \
	ADDQ R12, DX

// func dot6x16(pairs int, a *int16, width int, w *int16, dst *float32, stride int)
TEXT ·dot6x16(SB), NOSPLIT, $0-48
	FRAME
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
	VPXOR Y8, Y8, Y8
	VPXOR Y9, Y9, Y9
	VPXOR Y10, Y10, Y10
	VPXOR Y11, Y11, Y11
loop:
	VMOVDQU (DI), Y12
	VMOVDQU 32(DI), Y13
	PAIR((SI), Y0, Y1)
	PAIR((SI)(R8*1), Y2, Y3)
	PAIR((SI)(R8*2), Y4, Y5)
	PAIR((R10), Y6, Y7)
	PAIR((R10)(R8*1), Y8, Y9)
	PAIR((R10)(R8*2), Y10, Y11)
	ADDQ $4, SI
	ADDQ $4, R10
	ADDQ $64, DI
	DECQ CX
	JNZ  loop
	PUTPAIR(Y0, Y1)
	PUTPAIR(Y2, Y3)
	PUTPAIR(Y4, Y5)
	PUTPAIR(Y6, Y7)
	PUTPAIR(Y8, Y9)
	PUTPAIR(Y10, Y11)
	VZEROUPPER
	RET

// QUAD adds the products of four activations with those of Z12, QUAD2 also those of the next four with those of Z13.
#define QUAD(a, x) \
	VPBROADCASTD a, Z14      \
	VPDPBUSD Z12, Z14, x

#define QUAD2(a, b, x, y, s, t) \
	VPBROADCASTD a, s        \
	VPBROADCASTD b, t        \
	VPDPBUSD Z12, s, x       \
	VPDPBUSD Z13, t, y

#define PUTQUAD(x, y) \
	VPADDD y, x, x           \
	VMOVDQU32 x, (DX)        \
	ADDQ R12, DX

// func quad6x16(quads int, a *uint8, width int, w *int8, dst *float32, stride int)
//
// The sums of a row of sixteen columns are in two registers, those of even and of odd quads, as one sum has to wait for
// the one before it.
TEXT ·quad6x16(SB), NOSPLIT, $0-48
	FRAME
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	VPXORD Z4, Z4, Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6
	VPXORD Z7, Z7, Z7
	VPXORD Z8, Z8, Z8
	VPXORD Z9, Z9, Z9
	VPXORD Z10, Z10, Z10
	VPXORD Z11, Z11, Z11
	SUBQ $2, CX
	JLT  quadLast
quadLoop:
	VMOVDQU32 (DI), Z12
	VMOVDQU32 64(DI), Z13
	QUAD2((SI), 4(SI), Z0, Z6, Z14, Z15)
	QUAD2((SI)(R8*1), 4(SI)(R8*1), Z1, Z7, Z16, Z17)
	QUAD2((SI)(R8*2), 4(SI)(R8*2), Z2, Z8, Z18, Z19)
	QUAD2((R10), 4(R10), Z3, Z9, Z20, Z21)
	QUAD2((R10)(R8*1), 4(R10)(R8*1), Z4, Z10, Z22, Z23)
	QUAD2((R10)(R8*2), 4(R10)(R8*2), Z5, Z11, Z24, Z25)
	ADDQ $8, SI
	ADDQ $8, R10
	ADDQ $128, DI
	SUBQ $2, CX
	JGE  quadLoop
quadLast:
	ADDQ $2, CX
	JEQ  quadDone
	VMOVDQU32 (DI), Z12
	QUAD((SI), Z0)
	QUAD((SI)(R8*1), Z1)
	QUAD((SI)(R8*2), Z2)
	QUAD((R10), Z3)
	QUAD((R10)(R8*1), Z4)
	QUAD((R10)(R8*2), Z5)
quadDone:
	PUTQUAD(Z0, Z6)
	PUTQUAD(Z1, Z7)
	PUTQUAD(Z2, Z8)
	PUTQUAD(Z3, Z9)
	PUTQUAD(Z4, Z10)
	PUTQUAD(Z5, Z11)
	VZEROUPPER
	RET

// func finish(dst *float32, stride, rows, blocks int, start *int32, rowScale, scale, bias *float32)
TEXT ·finish(SB), NOSPLIT, $0-64
	MOVQ dst+0(FP), DX
	MOVQ stride+8(FP), R12
	MOVQ rows+16(FP), CX
	MOVQ start+32(FP), R11
	MOVQ rowScale+40(FP), R13
	MOVQ scale+48(FP), AX
	MOVQ bias+56(FP), BX
finishRow:
	VBROADCASTSS (R13), Y2
	MOVQ blocks+24(FP), R9
	XORQ R8, R8
finishBlock:
	VMOVDQU (DX)(R8*1), Y0
	VMOVDQU 32(DX)(R8*1), Y1
	VPADDD (R11)(R8*1), Y0, Y0
	VPADDD 32(R11)(R8*1), Y1, Y1
	VCVTDQ2PS Y0, Y0
	VCVTDQ2PS Y1, Y1
	VMULPS (AX)(R8*1), Y0, Y0
	VMULPS 32(AX)(R8*1), Y1, Y1
	VMULPS Y2, Y0, Y0
	VMULPS Y2, Y1, Y1
	VADDPS (BX)(R8*1), Y0, Y0
	VADDPS 32(BX)(R8*1), Y1, Y1
	VMOVUPS Y0, (DX)(R8*1)
	VMOVUPS Y1, 32(DX)(R8*1)
	ADDQ $64, R8
	DECQ R9
	JNZ  finishBlock
	ADDQ R12, DX
	ADDQ $4, R13
	DECQ CX
	JNZ  finishRow
	VZEROUPPER
	RET

DATA magnitude<>+0(SB)/4, $0x7fffffff
GLOBL magnitude<>(SB), RODATA, $4
DATA shifter<>+0(SB)/4, $0x4b400000
GLOBL shifter<>(SB), RODATA, $4

// func largest(x *float32, blocks int) float32
TEXT ·largest(SB), NOSPLIT, $0-20
	MOVQ x+0(FP), SI
	MOVQ blocks+8(FP), CX
	VBROADCASTSS magnitude<>(SB), Y2
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
largestLoop:
	VANDPS (SI), Y2, Y3
	VANDPS 32(SI), Y2, Y4
	VMAXPS Y0, Y3, Y0
	VMAXPS Y1, Y4, Y1
	ADDQ $64, SI
	DECQ CX
	JNZ  largestLoop
	VMAXPS Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMAXPS X1, X0, X0
	VPSHUFD $0x4e, X0, X1
	VMAXPS X1, X0, X0
	VPSHUFD $0xb1, X0, X1
	VMAXPS X1, X0, X0
	VMOVSS X0, ret+16(FP)
	VZEROUPPER
	RET

// func round(q *int16, x *float32, blocks int, inv float32)
TEXT ·round(SB), NOSPLIT, $0-28
	MOVQ q+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ blocks+16(FP), CX
	VBROADCASTSS inv+24(FP), Y5
	VBROADCASTSS shifter<>(SB), Y6
roundLoop:
	VMULPS (SI), Y5, Y0
	VMULPS 32(SI), Y5, Y1
	VADDPS Y6, Y0, Y0
	VADDPS Y6, Y1, Y1
	VPSUBD Y6, Y0, Y0
	VPSUBD Y6, Y1, Y1
	VPACKSSDW Y1, Y0, Y0
	VPERMQ $0xd8, Y0, Y0
	VMOVDQU Y0, (DI)
	ADDQ $64, SI
	ADDQ $32, DI
	DECQ CX
	JNZ  roundLoop
	VZEROUPPER
	RET

DATA half<>+0(SB)/4, $0x00800080
GLOBL half<>(SB), RODATA, $4

// func raise32(b *uint8, q *int16, blocks int)
TEXT ·raise32(SB), NOSPLIT, $0-24
	MOVQ b+0(FP), DI
	MOVQ q+8(FP), SI
	MOVQ blocks+16(FP), CX
	VPBROADCASTD half<>(SB), Y2
raiseLoop:
	VPADDW (SI), Y2, Y0
	VPADDW 32(SI), Y2, Y1
	VPACKUSWB Y1, Y0, Y0
	VPERMQ $0xd8, Y0, Y0
	VMOVDQU Y0, (DI)
	ADDQ $64, SI
	ADDQ $32, DI
	DECQ CX
	JNZ  raiseLoop
	VZEROUPPER
	RET

// func sumRows49(dst, table *float32, rows *uint16, n int)
TEXT ·sumRows49(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ table+8(FP), SI
	MOVQ rows+16(FP), DX
	MOVQ n+24(FP), CX
	VMOVUPS 0(DI), Y0
	VMOVUPS 32(DI), Y1
	VMOVUPS 64(DI), Y2
	VMOVUPS 96(DI), Y3
	VMOVUPS 128(DI), Y4
	VMOVUPS 160(DI), Y5
	VMOVSS 192(DI), X6
sumLoop:
	MOVWLZX (DX), AX
	IMULQ $196, AX
	VADDPS 0(SI)(AX*1), Y0, Y0
	VADDPS 32(SI)(AX*1), Y1, Y1
	VADDPS 64(SI)(AX*1), Y2, Y2
	VADDPS 96(SI)(AX*1), Y3, Y3
	VADDPS 128(SI)(AX*1), Y4, Y4
	VADDPS 160(SI)(AX*1), Y5, Y5
	VADDSS 192(SI)(AX*1), X6, X6
	ADDQ $2, DX
	DECQ CX
	JNZ  sumLoop
	VMOVUPS Y0, 0(DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	VMOVUPS Y3, 96(DI)
	VMOVUPS Y4, 128(DI)
	VMOVUPS Y5, 160(DI)
	VMOVSS X6, 192(DI)
	VZEROUPPER
	RET

// func addScaled16(dst *float32, q *int8, blocks int, scale float32)
TEXT ·addScaled16(SB), NOSPLIT, $0-28
	MOVQ dst+0(FP), DI
	MOVQ q+8(FP), SI
	MOVQ blocks+16(FP), CX
	VBROADCASTSS scale+24(FP), Y4
addScaledLoop:
	VPMOVSXBD (SI), Y0
	VPMOVSXBD 8(SI), Y1
	VCVTDQ2PS Y0, Y0
	VCVTDQ2PS Y1, Y1
	VMULPS Y4, Y0, Y0
	VMULPS Y4, Y1, Y1
	VADDPS (DI), Y0, Y0
	VADDPS 32(DI), Y1, Y1
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	ADDQ $16, SI
	ADDQ $64, DI
	DECQ CX
	JNZ  addScaledLoop
	VZEROUPPER
	RET

// func dots4(out, a, b *float32, stride, n, quads int)
//
// Each of the four lanes of a product has its own sum, as in dotGo, and the four products of two rows are in one register.
TEXT ·dots4(SB), NOSPLIT, $0-48
	MOVQ out+0(FP), DX
	MOVQ a+8(FP), SI
	MOVQ b+16(FP), DI
	MOVQ stride+24(FP), R8
	MOVQ n+32(FP), BX
	MOVQ quads+40(FP), R9
dotsRows:
	LEAQ (DI)(R8*2), R10
	VXORPS X0, X0, X0
	VXORPS X1, X1, X1
	VXORPS X2, X2, X2
	VXORPS X3, X3, X3
	XORQ AX, AX
	MOVQ R9, CX
dotsLoop:
	VMOVUPS (SI)(AX*1), X4
	LEAQ (DI)(AX*1), R11
	LEAQ (R10)(AX*1), R12
	VMULPS (R11), X4, X5
	VMULPS (R11)(R8*1), X4, X6
	VMULPS (R12), X4, X7
	VMULPS (R12)(R8*1), X4, X8
	VADDPS X5, X0, X0
	VADDPS X6, X1, X1
	VADDPS X7, X2, X2
	VADDPS X8, X3, X3
	ADDQ $16, AX
	DECQ CX
	JNZ  dotsLoop
	VHADDPS X1, X0, X0
	VHADDPS X3, X2, X2
	VHADDPS X2, X0, X0
	VMOVUPS X0, (DX)
	ADDQ $16, DX
	LEAQ (DI)(R8*4), DI
	DECQ BX
	JNZ  dotsRows
	VZEROUPPER
	RET
