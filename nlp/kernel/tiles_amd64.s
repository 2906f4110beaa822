#include "textflag.h"

// Go's assembler does not know the instructions of AMX: they are given in bytes, as the manual has them.
#define TILE(prefix, code, operands) \
	BYTE $0xC4; BYTE $0xE2; BYTE $prefix; BYTE $code; BYTE $operands

#define LDTILECFG_AX        TILE(0x78, 0x49, 0x00)
#define TILERELEASE         TILE(0x78, 0x49, 0xC0)
#define TILEZERO(t)         TILE(0x7B, 0x49, (0xC0 + 8*t))
#define TILELOAD(t, where)  TILE(0x7B, 0x4B, (0x04 + 8*t)); BYTE $where
#define TILESTORE_AX_CX(t)  TILE(0x7A, 0x4B, (0x04 + 8*t)); BYTE $0x08
#define SI_CX 0x0E
#define DI_CX 0x0F
#define BX_DX 0x13
#define AX_DX 0x10

// DOT(c, a, b) is TDPBUSD: tile c gets the sums of four products of unsigned bytes of tile a with signed bytes of tile b.
#define DOT(c, a, b) TILE((0x01 + 8*(15 - b)), 0x5E, (0xC0 + 8*c + a))

// func tiles(a *tileArgs)
TEXT ·tiles(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), R15
	MOVQ 0(R15), AX
	LDTILECFG_AX
	MOVQ 32(R15), R8
	MOVQ 48(R15), R9
	MOVQ 56(R15), R10
	MOVQ 72(R15), R13
	MOVQ 88(R15), R11
tilesPair:
	MOVQ 8(R15), SI
	MOVQ 16(R15), DI
	MOVQ 24(R15), CX
	MOVQ $64, DX
	MOVQ R8, BX
	MOVQ R8, AX
	ADDQ 40(R15), AX
	MOVQ 80(R15), R12
	TILEZERO(0)
	TILEZERO(1)
	TILEZERO(2)
	TILEZERO(3)
tilesStep:
	TILELOAD(6, BX_DX)
	TILELOAD(4, SI_CX)
	DOT(0, 4, 6)
	TILELOAD(7, AX_DX)
	DOT(1, 4, 7)
	TILELOAD(5, DI_CX)
	DOT(2, 5, 6)
	DOT(3, 5, 7)
	ADDQ $64, SI
	ADDQ $64, DI
	ADDQ $1024, BX
	ADDQ $1024, AX
	DECQ R12
	JNZ  tilesStep
	MOVQ AX, R8
	MOVQ 64(R15), CX
	MOVQ R9, AX
	TILESTORE_AX_CX(0)
	ADDQ R13, AX
	TILESTORE_AX_CX(1)
	MOVQ R10, AX
	TILESTORE_AX_CX(2)
	ADDQ R13, AX
	TILESTORE_AX_CX(3)
	ADDQ $128, R9
	ADDQ $128, R10
	DECQ R11
	JNZ  tilesPair
	TILERELEASE
	RET
