package kernel

// The scalar path packs the weights of three outputs into one integer, w0 + w1·2²¹ + w2·2⁴², so that one
// multiplication by an activation gives three products and one addition sums them. Sixty-four products of two
// numbers of magnitude up to 127 stay below 2²⁰, so lanes are taken apart after every sixty-four inputs.
const (
	laneBits  = 21
	laneDepth = 64
	laneWidth = 4 // groups of three outputs that are summed together
)

func (m *Matrix) packLanes(q []int8) {
	m.groups = (m.Out + 2) / 3
	m.groups = (m.groups + laneWidth - 1) / laneWidth * laneWidth
	m.lanes = make([]int64, m.groups*m.In)
	for o := range m.Out {
		g, shift := o/3, uint(o%3)*laneBits
		at := g/laneWidth*laneWidth*m.In + g%laneWidth
		for k, w := range q[o*m.In : (o+1)*m.In] {
			m.lanes[at+k*laneWidth] += int64(w) << shift
		}
	}
}

func (m *Matrix) mulLanes(dst []float32, r *Rows) {
	var sums [3 * laneWidth]int32
	for g := 0; g < m.groups; g += laneWidth {
		panel := m.lanes[g*m.In : (g+laneWidth)*m.In]
		first := 3 * g
		width := min(3*laneWidth, m.Out-first)
		if width <= 0 {
			break
		}
		scale, bias := m.scale[first:first+width], m.bias[first:first+width]
		for i := range r.N {
			a := r.q[i*r.Width : (i+1)*r.Width]
			clear(sums[:])
			for k := 0; k < len(a); k += laneDepth {
				depth := min(laneDepth, len(a)-k)
				dotLanes(&sums, a[k:k+depth], panel[k*laneWidth:(k+depth)*laneWidth])
			}
			s := r.scale[i]
			out := dst[i*m.Stride+first:][:width]
			for j := range out {
				out[j] = float32(float32(float32(sums[j])*scale[j])*s) + bias[j]
			}
		}
	}
}

func dotLanes(sums *[3 * laneWidth]int32, a []int16, w []int64) {
	var s0, s1, s2, s3 int64
	for len(w) >= 4*laneWidth && len(a) >= 4 {
		x := int64(a[0])
		s0 += x * w[0]
		s1 += x * w[1]
		s2 += x * w[2]
		s3 += x * w[3]
		x = int64(a[1])
		s0 += x * w[4]
		s1 += x * w[5]
		s2 += x * w[6]
		s3 += x * w[7]
		x = int64(a[2])
		s0 += x * w[8]
		s1 += x * w[9]
		s2 += x * w[10]
		s3 += x * w[11]
		x = int64(a[3])
		s0 += x * w[12]
		s1 += x * w[13]
		s2 += x * w[14]
		s3 += x * w[15]
		a, w = a[4:], w[4*laneWidth:]
	}
	for len(w) >= laneWidth && len(a) >= 1 {
		x := int64(a[0])
		s0 += x * w[0]
		s1 += x * w[1]
		s2 += x * w[2]
		s3 += x * w[3]
		a, w = a[1:], w[laneWidth:]
	}
	for i, s := range [laneWidth]int64{s0, s1, s2, s3} {
		lo := s << (64 - laneBits) >> (64 - laneBits)
		s = (s - lo) >> laneBits
		mid := s << (64 - laneBits) >> (64 - laneBits)
		sums[3*i] += int32(lo)
		sums[3*i+1] += int32(mid)
		sums[3*i+2] += int32((s - mid) >> laneBits)
	}
}
