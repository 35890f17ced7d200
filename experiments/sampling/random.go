package sampling

// random points are independent of each other: each coordinate is hashed from the seed, the factor and the point.
type random struct {
	points int
	keys   []key
}

func newRandom(factors int, s Settings) (Sampler, *SettingError) {
	return &random{s.Points, keysOf(s.Seed, saltRandom, factors)}, nil
}

func (r *random) Name() string { return "random" }
func (r *random) Points() int  { return r.points }

// At: point p is the same however many points there are.
func (r *random) At(point int, into []float64) {
	check(point, r.points, into, len(r.keys))
	for f, k := range r.keys {
		into[f] = unit(k.bits(uint64(point)))
	}
}
