package kernel

import "golang.org/x/sys/unix"

// askForTiles asks the kernel for the registers of tiles, which a process has to, and tells whether it has got them: see
// "Using XSTATE features in user space applications" in the documentation of Linux.
func askForTiles() bool {
	const request, tileData = 0x1023, 18 // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
	_, _, err := unix.RawSyscall(unix.SYS_ARCH_PRCTL, request, tileData, 0)
	return err == 0
}
