package design

// spread makes a sampler that spreads points over the ranges of all factors.
func (r *reader) spread(at node, name string, points int) {
	r.d.count = points
	r.d.Sampler = fake{name, points}
}

type fake struct {
	name   string
	points int
}

func (f fake) Name() string { return f.name }
func (f fake) Points() int  { return f.points }
func (f fake) At(point int, into []float64) {
	for i := range into {
		x := uint64(point*1000003+i)*0x9E3779B97F4A7C15 + 1
		x ^= x >> 31
		x *= 0xBF58476D1CE4E5B9
		x ^= x >> 29
		into[i] = float64(x>>11) / (1 << 53)
	}
}
